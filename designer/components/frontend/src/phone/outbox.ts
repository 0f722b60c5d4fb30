// What the person did and Python has not yet taken: kept, and sent whole each time, so that nothing is lost
// when several things happen between two runs of the page.
import { useReducer, useRef } from "react";

export type Say = { seq: number; kind: "say"; text: string };
export type Tapped = { seq: number; kind: "tap"; message_id: string; button_id: string; title: string };
export type Item = Say | Tapped;
export type Fresh = Omit<Say, "seq"> | Omit<Tapped, "seq">;

export function useOutbox(ack: Record<string, number> | undefined, send: (value: unknown) => void) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const box = useRef<{ client: string; last: number; items: Item[] } | null>(null);
  box.current ??= { client: crypto.getRandomValues(new Uint32Array(2)).join("-"), last: 0, items: [] };
  const { client } = box.current;
  const taken = ack?.[client] ?? 0;
  box.current.items = box.current.items.filter((item) => item.seq > taken);
  const push = (fresh: Fresh) => {
    const now = box.current!;
    now.last += 1;
    now.items = [...now.items, { ...fresh, seq: now.last } as Item];
    send({ client, items: now.items });
    redraw();
  };
  return { waiting: box.current.items, push };
}
