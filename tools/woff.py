"""A font of the Web as a plain one: WOFF 1.0 (W3C) is an sfnt whose tables are deflated, each by itself.

Pages take the small WOFF2 files; what is drawn on paper needs plain tables, which the libraries of drawing read directly.
"""
import struct
import zlib


def sfnt_of(woff):
    signature, flavour, _, count = struct.unpack_from(">4sIIH", woff)
    if signature != b"wOFF":
        raise SystemExit("woff.py: not a WOFF 1.0 file")
    tables = []
    for index in range(count):
        tag, offset, packed, size, checksum = struct.unpack_from(">4sIIII", woff, 44 + 20 * index)
        data = woff[offset:offset + packed]
        data = data if packed == size else zlib.decompress(data)
        if len(data) != size:
            raise SystemExit(f"woff.py: the table {tag} is damaged")
        tables.append((tag, checksum, data))
    power = count.bit_length() - 1
    out = struct.pack(">IHHHH", flavour, count, 16 << power, power, 16 * (count - (1 << power)))
    position = 12 + 16 * count
    for tag, checksum, data in tables:
        out += struct.pack(">4sIII", tag, checksum, position, len(data))
        position += (len(data) + 3) // 4 * 4
    return out + b"".join(data + bytes(-len(data) % 4) for _, _, data in tables)
