// Bundles src/<name>/main.tsx into ../built/<name>.js and <name>.css.
//   node build.mjs                       every component
//   node build.mjs canvas phone          only these
//   node build.mjs --into <folder> ...   somewhere else (the test that compares bytes)
// The first line of each bundle carries the sha256 of its sources, so that a reader without Node
// can tell whether the committed bundle is current.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

// For each file, sorted by its path: the path, a zero byte, the bytes, a zero byte.
export function sourceHash(name) {
  const files = [
    ...filesUnder(join(root, "src", name)),
    ...filesUnder(join(root, "src", "shared")),
    join(root, "package-lock.json"),
  ].map((file) => [relative(root, file).split(sep).join("/"), file]);
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256");
  for (const [path, file] of files) hash.update(path).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

async function bundle(name, into) {
  const banner = `/* sources sha256 ${sourceHash(name)} */`;
  await build({
    absWorkingDir: root,
    entryPoints: { [name]: `src/${name}/main.tsx` },
    outdir: into,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    charset: "utf8",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    banner: { js: banner, css: banner },
    logLevel: "warning",
  });
  console.log(`${name} → ${relative(process.cwd(), into) || "."}`);
}

function componentNames() {
  return readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, "src", entry.name, "main.tsx")))
    .map((entry) => entry.name)
    .sort();
}

const words = process.argv.slice(2);
const at = words.indexOf("--into");
const into = at >= 0 ? resolve(words.splice(at, 2)[1] ?? "") : resolve(root, "..", "built");
const known = componentNames();
const wanted = words.length > 0 ? words : known;
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such component: ${unknown.join(", ")}. Known: ${known.join(", ")}.`);
  process.exit(2);
}
mkdirSync(into, { recursive: true });
for (const name of wanted) await bundle(name, into);
