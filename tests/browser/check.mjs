// Opens each report in headless Chromium and checks what a reader meets. Prints what is wrong, a line each; exit code 1 if anything is.
// Use: node check.mjs CASE=DIRECTORY ...   (a directory that `foreshift compare` wrote; `diff.html` in it is looked at too; a case whose name begins
// with "explored " is one of `foreshift sensitivity` or `foreshift discover`)

import { createRequire } from "node:module";
import { existsSync, readFileSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const SECTIONS = ["answer", "change", "policies", "charts", "drivers", "assumptions", "limits", "again"];
// Bundled scenarios are held to more: what a reader of one opens is under a megabyte and prints on few pages.
const isBundled = (name) => name.startsWith("bundled ");
// The page of an exploration has a chart and no script.
const isExplored = (name) => name.startsWith("explored ");
// Milliseconds before something that does not happen is given up.
const PATIENCE = 180_000;
// Cases are looked at so many at a time.
const LANES = 2;

let wrong = 0;
const complain = (where, what) => { wrong += 1; console.log(`${where}: ${what}`); };

const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** Opens a page of its own, and listens to what it says and asks for. */
const open = async (where, file, options = {}) => {
  const context = await browser.newContext(options);
  // A machine that is busy with other things is no fault of a page.
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complain(where, `console: ${message.text()}`); });
  page.on("pageerror", (error) => complain(where, `script: ${error.message}`));
  page.on("dialog", async (dialog) => { complain(where, `a dialog: ${dialog.message()}`); await dialog.dismiss(); });
  page.on("request", (request) => {
    const url = request.url();
    if (url !== pathToFileURL(file).href && !url.startsWith("data:") && !url.startsWith("blob:")) complain(where, `asks for ${url}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { context, page };
};

const openDetails = (page) => page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });

/** No rule of axe is broken, everything folded out, in light and dark, wide and narrow. */
const accessible = async (name, file) => {
  for (const [colorScheme, width] of [["light", 1440], ["dark", 320]]) {
    const where = `${name}, axe, ${colorScheme}, ${width} px`;
    // Only axe itself is let past the page's own policy.
    const { context, page } = await open(where, file, { bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
    await openDetails(page);
    // Rows of long tables are alike: the first few stand for them, or axe takes minutes.
    await page.evaluate(() => { for (const row of document.querySelectorAll("table:not(#ranking) tbody tr:nth-child(n + 6)")) row.remove(); });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, help, nodes } of violations) complain(where, `${id}: ${help}: ${nodes.length} times, as ${nodes[0].html.slice(0, 200)}`);
    await context.close();
  }
};

/** Nothing scrolls sideways but what is made to; every text of a chart is apart from the others, within the picture and large enough. */
const laidOut = async (name, file) => {
  const fewest = isExplored(name) ? 1 : 5;
  for (const width of isExplored(name) ? [360, 1440] : [320, 768, 1440]) {
    const where = `${name}, ${width} px`;
    const { context, page } = await open(where, file, { viewport: { width, height: 900 } });
    await page.evaluate(() => document.fonts.ready);
    await openDetails(page);
    const seen = await page.evaluate(() => {
      const charts = [...document.querySelectorAll("figure svg")].map((svg) => {
        const [wide, high] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
        const scale = svg.getBoundingClientRect().width / wide;
        const texts = [...svg.querySelectorAll("text")].map((text) => {
          const box = text.getBBox();
          const [size, y] = [Number(text.getAttribute("font-size")), Number(text.getAttribute("y"))];
          const turned = text.hasAttribute("transform");
          // What ink there is lies between the tops of capitals and the feet of descenders.
          const [top, bottom] = turned ? [box.y, box.y + box.height] : [y - 0.76 * size, y + 0.22 * size];
          return { words: text.textContent, left: box.x, right: box.x + box.width, top, bottom, size: size * scale, turned };
        });
        return { name: svg.querySelector("title").id.replace("-title", ""), wide, high, texts };
      });
      return {
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        font: document.fonts.check("16px Inter") && [...document.fonts].some((face) => face.status === "loaded"),
        charts,
      };
    });
    if (seen.overflow > 0) complain(where, `scrolls sideways by ${seen.overflow} px`);
    if (!seen.font) complain(where, "the font in the page is not used");
    if (seen.charts.length < fewest) complain(where, `has ${seen.charts.length} charts`);
    for (const { name: chart, wide, high, texts } of seen.charts) {
      for (const text of texts) {
        if (text.size < 11.99) complain(where, `${chart}: "${text.words}" is ${text.size.toFixed(1)} px high`);
        if (text.left < -1 || text.top < -1 || text.right > wide + 1 || text.bottom > high + 1) complain(where, `${chart}: "${text.words}" is clipped`);
      }
      const still = texts.filter((text) => !text.turned && text.words.trim() !== "");
      still.forEach((one, place) => {
        for (const other of still.slice(place + 1)) {
          const [across, down] = [Math.min(one.right, other.right) - Math.max(one.left, other.left), Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)];
          if (across > 2 && down > 1) complain(where, `${chart}: "${one.words}" and "${other.words}" overlap by ${across.toFixed(1)} x ${down.toFixed(1)}`);
        }
      });
    }
    await context.close();
  }
};

/** Without scripts everything is there but the tools that need them. */
const readable = async (name, file) => {
  const where = `${name}, scripts off`;
  const { context, page } = await open(where, file, { javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  for (const section of SECTIONS) {
    const words = (await page.locator(`#${section}`).innerText()).trim();
    if (words.length < 40) complain(where, `section ${section} says only "${words}"`);
  }
  if (await page.locator("#tools").isVisible()) complain(where, "shows tools that do nothing");
  if (await page.locator("figure svg[role=img]").count() < 5) complain(where, "shows fewer than five charts");
  const summary = page.locator("details summary").first();
  await summary.click();
  if (!(await page.locator("details").first().locator("p").first().isVisible())) complain(where, "does not fold out");
  await context.close();
};

/** The tools do what they say. */
const usable = async (name, file) => {
  const where = `${name}, tools`;
  const { context, page } = await open(where, file, { viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  const column = (place) => page.locator(`#ranking tbody tr td:nth-child(${place})`).evaluateAll((cells) => cells.map((cell) => cell.dataset.sort).filter((sort) => sort !== "").map(Number));
  const head = page.locator("#ranking thead th").nth(2);
  for (const [want, direction] of [["ascending", 1], ["descending", -1]]) {
    await head.getByRole("button").click();
    if (await head.getAttribute("aria-sort") !== want) complain(where, `aria-sort is not ${want}`);
    const found = await column(3);
    if (found.some((value, place) => place > 0 && direction * (value - found[place - 1]) < 0)) complain(where, `is not sorted ${want}: ${found}`);
  }
  const rows = page.locator("#ranking tbody tr");
  const before = await rows.count();
  const box = page.locator("#tools input").first();
  await box.uncheck();
  if (await page.locator("#ranking tbody tr:visible").count() !== before - 1) complain(where, "hides no policy");
  await box.check();
  if (await page.locator("#ranking tbody tr:visible").count() !== before) complain(where, "shows no policy again");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("figcaption").first().getByRole("button", { name: "Save as PNG" }).click(),
  ]);
  const picture = readFileSync(await download.path());
  if (picture.toString("latin1", 1, 4) !== "PNG" || picture.readUInt32BE(16) !== 1920 || picture.readUInt32BE(20) !== 1080) complain(where, "saves no picture of 1920 by 1080");
  await context.close();
};

/** On paper everything is folded out, on a number of pages that somebody may print. */
const printable = async (name, file) => {
  const where = `${name}, print`;
  const { context, page } = await open(where, file);
  await page.emulateMedia({ media: "print" });
  const folded = await page.evaluate(() => [...document.querySelectorAll("details > :not(summary)")].filter((part) => part.getBoundingClientRect().height === 0).length);
  if (folded > 0) complain(where, `${folded} parts stay folded`);
  for (const format of ["A4", "Letter"]) {
    const pdf = (await page.pdf({ format, printBackground: true })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    const most = isBundled(name) ? 30 : 80;
    console.error(`${where}: ${pages} pages of ${format}`);
    if (pages < 4 || pages > most) complain(where, `${pages} pages of ${format}`);
  }
  await context.close();
};

/** Nothing that a name says is taken for anything but a name. */
const harmless = async (name, file) => {
  const where = `${name}, names`;
  const { context, page } = await open(where, file);
  const seen = await page.evaluate(() => ({
    pwned: window.pwned,
    scripts: document.querySelectorAll("script").length,
    foreign: document.querySelectorAll("img, iframe, object, embed, link, base, form, marquee, foreignObject, [onerror], [onload], [onclick], [style]").length,
    turned: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.textContent),
    policies: [...document.querySelectorAll("#ranking tbody th .policy")].map((policy) => policy.textContent),
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    ticks: [...document.querySelectorAll("caption, .answer, li, p")].map((element) => element.textContent).filter((words) => words.includes("`")),
  }));
  if (seen.pwned !== undefined) complain(where, "a name was run");
  if (seen.scripts !== (isExplored(name) ? 0 : 1)) complain(where, `there are ${seen.scripts} scripts`);
  if (seen.turned) complain(where, "a control character or one that turns the text is on the page");
  if (seen.foreign !== 0) complain(where, `there are ${seen.foreign} elements or attributes that nobody wrote`);
  if (isExplored(name) && !name.endsWith("hostile") && seen.ticks.length > 0) complain(where, `a backtick is left: ${seen.ticks[0]}`);
  if (new Set(seen.ids).size !== seen.ids.length) complain(where, "an id stands twice");
  if (name === "hostile" && !seen.policies.some((policy) => policy.startsWith("<script>"))) complain(where, `names are not shown as they are: ${seen.policies}`);
  await context.close();
};

/** A page of a diff fits any window, too. */
const fits = async (name, file) => {
  for (const width of [320, 768, 1440]) {
    const { context, page } = await open(name, file, { viewport: { width, height: 900 } });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) complain(`${name}, ${width} px`, `scrolls sideways by ${overflow} px`);
    await context.close();
  }
};

const look = async (argument) => {
  const [name, directory] = argument.split(/=(.*)/s);
  const file = join(directory, "report.html");
  const started = Date.now();
  const bytes = statSync(file).size;
  const most = isBundled(name) ? 1_000_000 : 3_000_000;
  if (bytes > most) complain(name, `has ${bytes} bytes, more than ${most}`);
  const checks = isExplored(name) ? [laidOut, accessible, harmless] : [laidOut, accessible, readable, printable, harmless, usable];
  for (const check of checks) await check(name, file);
  const diff = join(directory, "diff.html");
  if (existsSync(diff)) {
    await accessible(`${name}, diff`, diff);
    await fits(`${name}, diff`, diff);
  }
  console.error(`${name}: ${bytes} bytes, looked at in ${((Date.now() - started) / 1000).toFixed(1)} s`);
};

const waiting = process.argv.slice(2);
const lane = async () => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await look(next);
};
await Promise.all(Array.from({ length: LANES }, lane));
await browser.close();
process.exitCode = wrong === 0 ? 0 : 1;
