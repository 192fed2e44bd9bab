// A byte order mark, line ends of DOS, tabs, and characters of two code units.
const wide = "😀😀", after = wide ? 1 : 2; const été = () => after;
	if (wide)
		{ été() }
	else { never() }

function never() { return " " }
let a = 1
let b = a
++b
;[1, 2].forEach((n) => { a += n })
;(() => { b++ })()
const c = a
  + b /* in the middle */ // and after
  , d = `
${c ? `😀` : ""}
`
export function runLayout(): unknown{return[wide.length,after,été(),a,b,c,d,e(),f,g.h]}function e(){if(a)if(b)return 1;else return 2;else return 3}const f=(function(){return a?b?1:2:3})(),g={h:a&&b||c}
function i(){return
1}function j(){if(a){}else{}for(;;){break}}i();j();var k=1,l=k,m=function(){},n=()=>{};{;}k=l;m(),n()
𠮷()
function 𠮷() { const \u0061bc = 1; return "😀" && \u0061bc }