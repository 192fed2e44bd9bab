/** Turns the live page into the page of a report. */

/** `file:` is for a page from disk: browsers differ in whether `'self'` matches its files. */
const POLICY =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'";

const BEGIN = '<meta charset="utf-8" />';

/** Returns the HTML of the page with a policy that runs no inline scripts and loads nothing from the network. */
export function toReportHtml(html: string): string {
  if (html.split(BEGIN).length !== 2) throw new Error(`The page has no ${BEGIN}. Run npm run build.`);
  const more = [
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`,
    '<meta name="covermain-page" content="report" />',
  ];
  return html.replace(BEGIN, () => [BEGIN, ...more].join('\n    '));
}
