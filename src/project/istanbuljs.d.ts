/** The parts of two Istanbul packages that are used; neither ships types. */
declare module '@istanbuljs/load-nyc-config' {
  export function loadNycConfig(options: {
    readonly cwd: string;
  }): Promise<Readonly<Record<string, unknown>>>;
}

declare module '@istanbuljs/schema' {
  const schema: { readonly defaults: { readonly nyc: Readonly<Record<string, unknown>> } };
  export default schema;
}
