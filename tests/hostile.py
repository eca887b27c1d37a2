"""What somebody might write to make a page run a script, ask another server, or choke: shown, it must be text."""

from __future__ import annotations

FAR = "https://far.example"
# Each would set window.hit, or ask far.example, if a page took it for anything but text.
SCRIPTS = [
    "<script>window.hit = 1</script>",
    "</code></pre></textarea></title></style><script>window.hit = 2</script>",
    "<!--><script>window.hit = 3</script>-->",
    "<img src=x onerror='window.hit = 4'>",
    "<svg/onload=window.hit=5>",
    "<iframe srcdoc='<script>parent.hit = 6</script>'></iframe>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=window.hit=7>'>",
    "<details open ontoggle=window.hit=8>",
    "<body onpageshow=window.hit=9>",
    "&lt;script&gt;window.hit = 10&lt;/script&gt; &#60;img src=x onerror=window.hit=11&#62;",
    "{{ constructor.constructor('window.hit = 12')() }} {% raw %}",
]
ADDRESSES = [
    "[go](javascript:window.hit=20) [go](JaVaScRiPt&colon;window.hit=21) <javascript:window.hit=22>",
    "<a href='javascript:window.hit=23' autofocus onfocus='window.hit=24'>x</a>",
    "[a]: javascript:window.hit=25\n[a]",
    "[data](data:text/html;base64,PHNjcmlwdD5vcGVuZXIuaGl0PTI2PC9zY3JpcHQ+)",
    "<object data='data:text/html,<script>parent.hit=27</script>'></object>",
    f"![picture]({FAR}/p.png) <img src='{FAR}/i.png'> ![p][ref]\n[ref]: {FAR}/r.png",
    f"<link rel=stylesheet href='{FAR}/s.css'><style>@import '{FAR}/t.css'; * {{ background: url({FAR}/u) }}</style>",
    f"<meta http-equiv=refresh content='0;url={FAR}/m'><base href='{FAR}/'>",
    f"<form action='{FAR}/f'><input autofocus onfocus=window.hit=28><button>Send</button></form>",
    f"<video src='{FAR}/v' autoplay onerror=window.hit=29></video> {FAR}/bare",
]
MATHEMATICS = [
    r"$$\href{javascript:window.hit=30}{x}$$ \(\unicode{<img src=x onerror=window.hit=31>}\)",
    r"$\class{x' onmouseover='window.hit=32}{y}$ \[\style{background:url(https://far.example/l)}{z}\]",
    r"\begin{equation}\def\x{\x\x\x\x\x\x\x\x}\x\end{equation}",
    '```mermaid\ngraph TD; A["<img src=x onerror=window.hit=33>"]\n```',
    "````\n```\n<script>window.hit = 34</script>\n~~~~",
    "\u202egnihton\u202c \u0007 \u2028 \u2029 \ufeff",
]
BOMBS = [
    "> " * 300 + "deep",
    "[" * 400 + "](x)" * 100,
    "*_" * 300 + "x" + "_*" * 300,
    "- " * 200 + "item",
    "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|b" * 100,
    "x" * 900,
]
GROUPS = [SCRIPTS, ADDRESSES, MATHEMATICS, BOMBS]


def in_one(attempts: list[str]) -> str:
    """Attempts as one text, each a paragraph."""
    return "\n\n".join(attempts)


# What documents, calendars and letters could take for orders. Each stays one text, in ASCII, to be found again.
TYPESETTING = [
    '#read("/etc/passwd") #include "/etc/passwd" #image("/etc/passwd")',
    f'#link("{FAR}/typst")[go] #import "@preview/cetz:0.3.4" #eval("1 + 1") #panic("stop")',
    "] #] ) } #let text(body) = [gone] #show: it => [] #set page(width: 1pt) // /* <label> @label $x^2$",
    r"\input{/etc/passwd} \write18{id} \href{run:/bin/sh}{x} %PDF-1.7 /JS (app.alert(1)) /Launch endobj",
]
OFFICE = [
    'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc" INCLUDETEXT "c:\\secret.txt" HYPERLINK "https://far.example/w"',
    "</w:t></w:r><w:hyperlink r:id='x'/> <!ENTITY x SYSTEM '/etc/passwd'> &x; ]]>",
    "_x000D__x000A_ _x0041_ altChunk {MERGEFIELD x}",
]
FORMULAS = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", f'=HYPERLINK("{FAR}/x","click")',
    f'=WEBSERVICE("{FAR}/w")', '"=1+1', ";=1+1", "==1+1",
]  # fmt: skip
LINES = [
    "Talk\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nSUMMARY:Forged",
    f"Talk\nATTACH:{FAR}/x\nATTENDEE:mailto:x@far.example",
    "Talk;X-EVIL=1:VALUE,with\\nstops \\; \\, \\\\ BEGIN:VALARM",
    "Subject\r\nBcc: x@far.example\r\n\r\n<html>",
]
FOR_DOCUMENTS = [*SCRIPTS, *ADDRESSES, *MATHEMATICS[:-1], *TYPESETTING, *OFFICE, *FORMULAS, *LINES]
