// What Python sends of a message (designer/components/phone.py documents each field).

export type Words = Record<string, string>;
export type Side = "business" | "customer" | "system";
export type Status = "queued" | "sent" | "delivered" | "read" | "failed";
export type MediaKind = "image" | "video" | "document" | "location" | "audio" | "sticker";

export type Media = { kind: MediaKind; text?: string; url?: string | null; name?: string };
export type Header = { kind: "text" | MediaKind; text?: string; url?: string | null; name?: string };
export type ButtonKind = "reply" | "url" | "phone" | "copy_code" | "list" | "location";
export type Button = { id: string; title: string; kind: ButtonKind; url?: string };
export type Row = { id: string; title: string; description?: string };
export type List = { button: string; sections: { title?: string; rows: Row[] }[] };

export type Message = {
  id: string;
  side: Side;
  text: string;
  at?: string;
  date?: string | null;
  header?: Header | null;
  media?: Media | null;
  footer?: string;
  buttons?: Button[];
  list?: List | null;
  status?: Status | null;
  problem?: string | null;
  caption?: string;
  filled?: [number, number][];
  quoted?: string | null;
  tapped?: boolean;
};

export type Tap = (message: Message, id: string, title: string) => void;

export function word(words: Words, name: string, values: Record<string, string> = {}): string {
  const text = words[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

// A web address that is safe to show or follow; anything that could run (javascript:, data:text/html) is not.
export function safeAddress(url: string | null | undefined): string | null {
  if (!url) return null;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url.replace(/[\u0000-\u0020]/g, ""))?.[1]?.toLowerCase();
  if (!scheme || scheme === "http" || scheme === "https" || scheme === "blob") return url;
  return /^data:(image\/(png|jpeg|gif|webp)|video\/mp4|audio\/(ogg|mpeg));/i.test(url) ? url : null;
}
