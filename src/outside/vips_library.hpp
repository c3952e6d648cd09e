#pragma once

// libvips, loaded by the child that makes pictures and by nobody else: linked to the program it would cost every start its hundred
// libraries, 20 MB and 40 ms (docs/adr/0017-pictures.md). Types are those of its own header, so a wrong call does not compile.

#include <vips/vips.h>

namespace veche::outside {

#define VECHE_VIPS_FUNCTIONS(X)   \
    X(vips_init)                  \
    X(vips_block_untrusted_set)   \
    X(vips_cache_set_max)         \
    X(vips_concurrency_set)       \
    X(vips_image_new_from_buffer) \
    X(vips_image_get_width)       \
    X(vips_image_get_height)      \
    X(vips_image_get_n_pages)     \
    X(vips_image_get_fields)      \
    X(vips_image_remove)          \
    X(vips_image_hasalpha)        \
    X(vips_image_copy_memory)     \
    X(vips_copy)                  \
    X(vips_flatten)               \
    X(vips_extract_area)          \
    X(vips_insert)                \
    X(vips_thumbnail_image)       \
    X(vips_webpsave_buffer)       \
    X(vips_jpegsave_buffer)       \
    X(vips_array_double_new)      \
    X(vips_error_buffer)          \
    X(vips_error_clear)           \
    X(vips_area_unref)            \
    X(g_object_unref)             \
    X(g_free)                     \
    X(g_strfreev)

struct Vips {
#define VECHE_VIPS_MEMBER(name) decltype(&::name) name = nullptr;
    VECHE_VIPS_FUNCTIONS(VECHE_VIPS_MEMBER)
#undef VECHE_VIPS_MEMBER
};

/// Loads and starts it, once for the process; throws std::runtime_error when it is not installed or too old.
const Vips& load_vips();

}  // namespace veche::outside
