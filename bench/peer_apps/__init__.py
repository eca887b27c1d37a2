"""The section as others would write it: in plain ipywidgets for stock Voilà, and in Solara.

Both run in an environment of their own, and read texts and fields from the file that `PEER_FORM` names: a list of
{"text": Markdown} and {"title": …, "fields": [{"label", "hint", "options"}]}.
"""
