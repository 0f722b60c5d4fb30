// What Python sends (designer/components/message_editor.py documents each field).
import type { Button, Header, List, Words } from "../shared/bubble_types";

export type Texts = Record<string, string>;
export type Field = { path: string; label: string; sample?: string };

export type Editing = {
  key: string;
  field_id: string;
  revision: number;
  ack: number;
  label: string;
  texts: Texts;
  language: string;
  languages: { code: string; label: string; name?: string; lacking?: string }[];
  default_language: string;
  caption: string;
  locale: string;
  fields: Field[];
  sample: Record<string, string>;
  limit: number;
  words: Words;
  buttons: Button[];
  list?: List | null;
  footer: string;
  header: Header | null;
};

export type Sent = { nonce: number; field_id: string; revision: number; texts: Texts };
