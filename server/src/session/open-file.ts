import { type BlockReader, createBlockReader, type Document, type ParseOptions } from '@optim-sches/schemas';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** One open file: its text, and what was read from it. */
export interface OpenFile {
  readonly uri: string;
  text: TextDocument;
  /** What the present version says, read when it is first asked for. */
  document(): Document;
  /** Forgets what was read, for another loader. */
  reset(options: ParseOptions): void;
}

/** Starts reading the versions of an open file. */
export function openFile(text: TextDocument, options: ParseOptions): OpenFile {
  let reader: BlockReader = createBlockReader(options);
  let read: { readonly version: number; readonly document: Document } | undefined;
  const file: OpenFile = {
    uri: text.uri,
    text,
    document() {
      if (read?.version !== file.text.version)
        read = { version: file.text.version, document: reader.read(file.text.getText()) };
      return read.document;
    },
    reset(next) {
      reader = createBlockReader(next);
      read = undefined;
    },
  };
  return file;
}
