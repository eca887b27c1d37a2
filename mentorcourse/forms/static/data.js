/** A data widget: fetches one of the API's answers as the person looking, and hands it to the kernel. */

const base = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");

export default {
  async render({ model, el }) {
    el.hidden = true;
    const folder = new URL(base.courseStatic ?? `${base.baseUrl ?? "/"}course/static/`, location.href);
    const { ask } = await import(new URL("page/site.js", folder).href);
    const fetchIt = async () => {
      try {
        model.set({ value: await ask(model.get("path")), error: "" });
      } catch (error) {
        model.set("error", error.message);
      }
      model.save_changes();
    };
    model.on("change:asked", fetchIt);
    await fetchIt();
    if (!model.get("follows")?.length) return;
    const { follow } = await import(new URL("page/follow.js", folder).href);
    for (const part of model.get("follows")) follow(part, (value, first) => { if (!first) fetchIt(); });
  },
};
