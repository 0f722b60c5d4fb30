// One arrow with its condition in words and a plus that inserts a step.
import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo, useContext } from "react";
import type { Arrow as ArrowEdge } from "./arrows";
import { DeskContext } from "./desk";
import { Icon } from "./icons";
import { pathOf, pillSpot } from "./routes";

// xyflow gives the outer edge of a handle; an arrow starts at the card and stops just before the next one.
const HANDLE = 6;
const GAP = 3;

export const Arrow = memo(function Arrow(props: EdgeProps<ArrowEdge>) {
  const { sourceX, sourceY, targetX, targetY, data, selected } = props;
  if (!data) return null;
  const source = { x: sourceX, y: sourceY - HANDLE };
  const target = { x: Math.abs(targetX - sourceX) < 2 ? sourceX : targetX, y: targetY + HANDLE - GAP };
  const path = pathOf(source, target, data.lane);
  const spot = pillSpot(source, target, data.lane, data.stagger);
  const look = `${selected ? " selected" : ""}${data.lit ? " lit" : ""}${data.untried ? " untried" : ""}`;
  return (
    <>
      <path className={`arrow${look}`} d={path} fill="none" markerEnd={`url(#tip${data.lit ? "-lit" : selected ? "-selected" : ""})`} />
      <path className="react-flow__edge-interaction" d={path} fill="none" strokeOpacity={0} strokeWidth={18} />
      {(data.label || !data.locked) && <Pill data={data} x={spot.x} y={spot.y} look={look} />}
    </>
  );
});

function Pill({ data, x, y, look }: { data: NonNullable<EdgeProps<ArrowEdge>["data"]>; x: number; y: number; look: string }) {
  const desk = useContext(DeskContext);
  const words = data.untried ? `${desk.plusLabel(data.label)}, ${desk.w("path_untried")}` : desk.plusLabel(data.label);
  return (
    <EdgeLabelRenderer>
      <button type="button" tabIndex={-1} disabled={data.locked} aria-label={words} title={words}
        className={`pill nodrag nopan on-arrow${data.label ? " worded" : ""}${look}`}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        data-testid={`plus-${data.node}-${data.port}`}
        onClick={(event) => desk.openPalette(event, { node: data.node, port: data.port })}>
        {data.untried && <Icon name="untried" size={13} />}
        {data.label && <span className="label">{data.label}</span>}
        {!data.locked && <Icon name="plus" size={14} />}
      </button>
    </EdgeLabelRenderer>
  );
}

export function ArrowTips() {
  return (
    <svg className="tips" aria-hidden="true">
      <defs>
        {["", "-selected", "-lit"].map((look) => (
          <marker key={look} id={`tip${look}`} className={`tip${look}`} viewBox="0 0 10 10" refX="8.5" refY="5"
            markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto">
            <path d="M1.5 1.5 8.5 5 1.5 8.5" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
