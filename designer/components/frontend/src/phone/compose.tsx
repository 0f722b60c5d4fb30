import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "../shared/bubble_icons";
import { word, type Words } from "../shared/bubble_types";

export function Compose({ words, focus, say }: { words: Words; focus: boolean; say: (text: string) => void }) {
  const [text, setText] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus) box.current?.focus();
    // Once, when a key opened the phone: a redraw takes the keyboard from nobody.
  }, []);
  const send = () => {
    if (text.trim() === "") return;
    say(text.trim());
    setText("");
    box.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="compose">
      <textarea ref={box} rows={1} value={text} dir="auto" aria-label={word(words, "write")} placeholder={word(words, "write")}
        data-testid="phone-text" onChange={(event) => setText(event.target.value)} onKeyDown={keys} />
      <button type="button" className="send" aria-label={word(words, "send")} data-testid="phone-send" onClick={send}><Icon name="send" /></button>
    </div>
  );
}
