// Writes THIRD_PARTY_LICENSES.txt: the notices of the libraries inside the bundles (esbuild strips them).
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

const bundled = Object.entries(packages)
  .filter(([path, entry]) => path && !entry.dev && !path.includes("@types/") && !path.endsWith("/csstype"))
  .map(([path, entry]) => ({ folder: join(root, path), name: path.replace(/^.*node_modules\//, ""), ...entry }));

function notice(folder) {
  const file = existsSync(folder) && readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`No licence file in ${folder}. Run "npm ci" first.`);
  return readFileSync(join(folder, file), "utf8").trim();
}

const parts = bundled.map((one) => `${one.name}@${one.version} (${one.license})\n\n${notice(one.folder)}\n`);
const head = "The bundles in designer/components/built contain these libraries. Their notices follow.\n";
writeFileSync(join(root, "THIRD_PARTY_LICENSES.txt"), [head, ...parts].join(`\n${"-".repeat(78)}\n\n`));
