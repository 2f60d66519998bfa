// The types of js-yaml 3, the reader of YAML 1.1, as far as tests use it: @types/js-yaml are those of version 4.

declare module "js-yaml-1.1" {
  /** The value of a text in YAML 1.1; throws what is wrong with it. */
  export function safeLoad(text: string): unknown;
}
