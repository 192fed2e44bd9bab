/** Types of two Istanbul packages, as far as they are used here. The packages have none. */
declare module '@istanbuljs/load-nyc-config' {
  export function loadNycConfig(options: {
    readonly cwd: string;
  }): Promise<Readonly<Record<string, unknown>>>;
}

declare module '@istanbuljs/schema' {
  const schema: { readonly defaults: { readonly nyc: Readonly<Record<string, unknown>> } };
  export default schema;
}
