// The bar over the canvas.
import { useStore } from "@xyflow/react";
import type { MouseEvent } from "react";
import { Icon } from "./icons";

export interface ToolbarActions {
  add: (event: MouseEvent) => void;
  find: () => void;
  tidy: () => void;
  undo: () => void;
  redo: () => void;
  natural: () => void;
  fit: () => void;
  zoom: (factor: number) => void;
  help: () => void;
  trial: () => void;
  coverage: () => void;
}

interface ToolbarProps {
  locked: boolean;
  canUndo: boolean;
  canRedo: boolean;
  covered: boolean;
  actions: ToolbarActions;
  w: (key: string) => string;
}

export function Toolbar({ locked, canUndo, canRedo, covered, actions, w }: ToolbarProps) {
  return (
    <div className="toolbar" role="toolbar" aria-label={w("toolbar")}>
      {!locked && (
        <div className="group">
          <button type="button" className="main" data-testid="toolbar-add" onClick={actions.add} title={`${w("add_step")} (N)`}>
            <Icon name="plus" size={16} /> {w("add_step")}
          </button>
        </div>
      )}
      <div className="group">
        <Tool name="search" label={w("search")} keys="Ctrl+F" onClick={actions.find} worded />
        {!locked && <Tool name="tidy" label={w("tidy")} keys="G" onClick={actions.tidy} worded />}
      </div>
      {!locked && (
        <div className="group">
          <Tool name="undo" label={w("undo")} keys="Ctrl+Z" onClick={actions.undo} disabled={!canUndo} />
          <Tool name="redo" label={w("redo")} keys="Ctrl+Shift+Z" onClick={actions.redo} disabled={!canRedo} />
        </div>
      )}
      <div className="group">
        <Tool name="trial" label={w("trial")} keys="T" onClick={actions.trial} />
        <Tool name="coverage" label={w("coverage")} onClick={actions.coverage} pressed={covered} />
      </div>
      <Zoom actions={actions} w={w} />
      <div className="group">
        <Tool name="help" label={w("help")} keys="?" onClick={actions.help} />
      </div>
    </div>
  );
}

function Zoom({ actions, w }: Pick<ToolbarProps, "actions" | "w">) {
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="group zooms">
      <Tool name="minus" id="zoom-out" label={w("zoom_out")} keys="−" onClick={() => actions.zoom(1 / 1.2)} />
      <button type="button" className="percent" data-testid="toolbar-zoom" onClick={actions.natural}
        title={w("zoom_natural")} aria-label={`${percent} %, ${w("zoom_natural")}`}>
        {percent} %
      </button>
      <Tool name="plus" id="zoom-in" label={w("zoom_in")} keys="+" onClick={() => actions.zoom(1.2)} />
      <Tool name="fit" label={w("fit")} keys="0" onClick={actions.fit} />
    </div>
  );
}

interface ToolProps {
  name: string;
  id?: string;
  label: string;
  keys?: string;
  pressed?: boolean;
  worded?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ name, id, label, keys, pressed, worded, disabled, onClick }: ToolProps) {
  return (
    <button type="button" data-testid={`toolbar-${id ?? name}`} aria-label={label} title={keys ? `${label} (${keys})` : label} disabled={disabled} aria-pressed={pressed}
      onClick={onClick}>
      <Icon name={name} size={18} />
      {worded && <span className="word">{label}</span>}
    </button>
  );
}
