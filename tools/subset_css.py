"""Keeps of a stylesheet only the rules of named classes, so that a page carries no component it does not show.

Only what a minified, well-formed stylesheet of an npm package needs: rules, @media and @supports with rules inside.
@font-face, @keyframes and print rules are left out: type, motion and paper are ours.
"""
import re


def blocks(css):
    """(prelude, body) of each top-level block; statements without a block (@import, @charset) are dropped."""
    at = 0
    while (start := css.find("{", at)) >= 0:
        depth, end = 1, start + 1
        while depth:
            end = min(p for p in (css.find("{", end), css.find("}", end)) if p >= 0) + 1
            depth += 1 if css[end - 1] == "{" else -1
        yield css[at:start].rpartition(";")[2].strip(), css[start + 1:end - 1]
        at = end


def subset(css, keep, replace):
    """A selector stays if it names classes and all of them are in `keep`; `replace`: texts exchanged in declarations."""
    wanted = set(keep)

    def stays(selector):
        classes = set(re.findall(r"\.([A-Za-z][\w-]*)", re.sub(r":not\([^)]*\)", "", selector)))
        return classes and classes <= wanted

    out = []
    for prelude, body in blocks(re.sub(r"/\*.*?\*/", "", css, flags=re.S)):
        if prelude.startswith(("@media", "@supports")):
            inner = "" if "print" in prelude else subset(body, keep, replace)
            out += [f"{prelude}{{{inner}}}"] if inner else []
        elif not prelude.startswith("@"):
            selectors = [s for s in re.split(r",(?![^(]*\))", prelude) if stays(s)]
            for old, new in replace.items():
                body = body.replace(old, new)
            out += [f"{','.join(selectors)}{{{body}}}"] if selectors and body else []
    return "".join(out)
