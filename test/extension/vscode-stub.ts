/** The little of `vscode` that texts need, in English. */
export const vscodeStub = {
  l10n: {
    t: (text: string, ...values: readonly unknown[]) =>
      text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
  },
  env: { language: 'en' },
  MarkdownString: class {
    value = '';
    appendText(text: string) {
      this.value += text;
      return this;
    }
    appendMarkdown(text: string) {
      this.value += text;
      return this;
    }
  },
};
