#!/usr/bin/env python3
"""A route without a permission does not compile, and the same route with one does."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = """
#include "pch.hpp"
#include "app/feature.hpp"
void mount(veche::app::Routes& routes, veche::app::Routes::Handler handler) { routes.get("/secret", %s handler); }
void hang(veche::app::Routes& routes, veche::app::Routes::Handler handler) { routes.post("/secret", %s handler); }
"""


def compiles(permission):
    command = ["c++", "-std=c++20", "-fsyntax-only", f"-I{ROOT / 'src'}", "-x", "c++", "-"]
    result = subprocess.run(command, input=SOURCE % (permission, permission), text=True, capture_output=True)
    return result.returncode == 0


if __name__ == "__main__":
    if not compiles("veche::app::anyone,"):
        sys.exit("route_permission: a route with a permission does not compile")
    if compiles(""):
        sys.exit("route_permission: a route without a permission compiles")
