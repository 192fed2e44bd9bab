/** Highlights a source when nothing more urgent is to do. */
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import type { SourceText } from '../../view/source-text.js';
import { createWorkQueue } from '../state/work-queue.js';
import { createSyntaxLines, type SyntaxLines } from './syntax-lines.js';

export function useSyntax(path: string, text: string | null, lines: SourceText): SyntaxLines['tokensOf'] {
  const [, render] = useReducer<number, void>((renders) => renders + 1, 0);
  const syntax = useMemo(() => createSyntaxLines(path, text ?? '', lines), [path, text, lines]);
  useEffect(() => {
    const queue = createWorkQueue('idle');
    queue.add(syntax.parse(render));
    return queue.clear;
  }, [syntax]);
  return syntax.tokensOf;
}
