"use strict";
// All of this is optional: without it the page says the same.
(() => {
  const say = (words) => { document.getElementById("said").textContent = words; };

  // Sorting: a button in every head of the table of policies.
  const table = document.getElementById("ranking");
  const body = table.tBodies[0];
  const value = (row, place) => {
    const cell = row.cells[place];
    if (place === 0) return cell.textContent.trim();
    return cell.dataset.sort === "" ? null : Number(cell.dataset.sort);
  };
  const order = (a, b) => typeof a === "string" ? a.localeCompare(b) : a - b;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    const arrow = document.createElement("span");
    arrow.className = "arrow";
    arrow.setAttribute("aria-hidden", "true");
    button.insertBefore(arrow, button.querySelector(".unit"));
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      // What has no value stays last, whichever way.
      body.append(...[...body.rows].sort((a, b) => {
        const [x, y] = [value(a, place), value(b, place)];
        if (x === null || y === null) return (x === null) - (y === null);
        return up ? order(x, y) : order(y, x);
      }));
      say(`Sorted by ${head.textContent.replace(/\s+/g, " ").trim()}, ${up ? "ascending" : "descending"}`);
    });
  });

  // Showing and hiding a policy, in every table.
  const tools = document.getElementById("tools");
  const fields = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = "Policies shown in the tables";
  fields.append(legend);
  for (const row of body.rows) {
    const name = row.dataset.policy;
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    const words = document.createElement("bdi");
    words.textContent = name;
    label.append(box, words);
    fields.append(label);
    box.addEventListener("change", () => {
      for (const part of document.querySelectorAll("[data-policy]")) {
        if (part.dataset.policy === name) part.hidden = !box.checked;
      }
    });
  }
  tools.append(fields);
  tools.hidden = false;

  // A chart as a picture, for slides: copied where the browser lets us, else saved.
  const fonts = [...document.styleSheets[0].cssRules].filter((rule) => rule.type === CSSRule.FONT_FACE_RULE);
  const picture = async (svg) => {
    const copy = svg.cloneNode(true);
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = fonts.map((rule) => rule.cssText).join("\n");
    copy.prepend(style);
    const text = new XMLSerializer().serializeToString(copy);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done, fail) => canvas.toBlob((blob) => blob ? done(blob) : fail(new Error("no picture")), "image/png"));
  };
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  for (const figure of document.querySelectorAll("figure")) {
    const svg = figure.querySelector("svg");
    if (!svg) continue;
    const name = `${figure.id.replace("figure-", "")}.png`;
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = words;
      made.addEventListener("click", async () => {
        try { say(await act(await picture(svg))); } catch (error) { say(`That did not work: ${error.message}`); }
      });
      return made;
    };
    const buttons = [button("Save as PNG", (blob) => { save(blob, name); return `Saved ${name}`; })];
    if (navigator.clipboard && window.ClipboardItem) {
      buttons.unshift(button("Copy as PNG", async (blob) => {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
        return "Copied";
      }));
    }
    figure.querySelector("figcaption").prepend(...buttons);
  }
})();
