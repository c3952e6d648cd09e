#include "outside/vips_library.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace veche::outside {

namespace {

template <class Function>
void find(void* library, const char* name, Function& into)
{
    into = reinterpret_cast<Function>(dlsym(library, name));
    if (!into) throw std::runtime_error(std::string("libvips has no ") + name);
}

Vips start()
{
    // Without a home of its own it loads the plug-ins of the system (ImageMagick, PDF, HEIF): decoders that nobody asked for.
    setenv("VIPSHOME", "/nonexistent", 1);
    // No machine code made at run time: it would be written to a file first, and the child may write none.
    setenv("VIPS_NOVECTOR", "1", 1);
    // All in memory: what has to be decoded whole (WebP, interlaced PNG) would go to a file from a hundred megabytes on.
    setenv("VIPS_DISC_THRESHOLD", "8g", 1);
    void* library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
    if (!library) throw std::runtime_error("libvips.so.42 cannot be loaded");
    Vips vips;
#define VECHE_VIPS_FIND(name) find(library, #name, vips.name);
    VECHE_VIPS_FUNCTIONS(VECHE_VIPS_FIND)
#undef VECHE_VIPS_FIND
    if (vips.vips_init("veche") != 0) throw std::runtime_error("libvips does not start");
    vips.vips_block_untrusted_set(TRUE);
    vips.vips_cache_set_max(0);
    vips.vips_concurrency_set(1);
    return vips;
}

}  // namespace

const Vips& load_vips()
{
    static const Vips vips = start();
    return vips;
}

}  // namespace veche::outside
