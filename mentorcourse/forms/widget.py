"""The form as an ipywidget: a definition in, the person's answers out, saved by the browser itself."""

from typing import Any

import anywidget
import traitlets

# anywidget loads this text from a blob: address, whence only absolute addresses can be imported.
_SHIM = """
const configuration = document.getElementById("jupyter-config-data");
const { baseUrl = "/", courseStatic, notLoaded } = JSON.parse(configuration?.textContent || "{}");
const folder = courseStatic ?? `${baseUrl.replace(/\\/?$/, "/")}course/static/`;

export default {
  async render(view) {
    try {
      return await (await import(new URL(`${folder}forms/form.js`, location.href).href)).render(view);
    } catch (error) {
      console.error(error);
      view.el.setAttribute("role", "alert");
      view.el.textContent = notLoaded ?? "This part of the page could not be loaded. Reload the page; if that "
        + "does not help, tell your facilitator. Nothing that you saved before is lost.";
    }
  },
};
"""


class Form(anywidget.AnyWidget):
    """One activity's form.

    `definition` is the activity as the browser gets it (activity, kind, title, fields, steps, layout, …).
    `value` maps each answered field to its answer: text, list of texts, list of {text, follow_up}, option key,
    list of option keys, number or True; it is {} until the browser has fetched the answers. Setting it shows and
    saves the fields it names and leaves the others as they are. Observers of `value` hear once the answers have
    been fetched and whenever the person changes them. The kernel keeps nothing: the browser loads and saves.
    """

    _esm = _SHIM
    definition = traitlets.Dict().tag(sync=True)
    value = traitlets.Dict().tag(sync=True)

    def __init__(self, definition: dict[str, Any], **traits: Any) -> None:
        super().__init__(definition=definition, **traits)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """With the definition, so that a page may mount the form before its widgets are there to do it."""
        bundle = super()._repr_mimebundle_(**kwargs)
        return bundle and ({**bundle[0], "application/vnd.mentorcourse.form+json": self.definition}, bundle[1])
