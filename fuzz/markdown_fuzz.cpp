// Whatever is typed, only the markup that everybody may make comes out, well nested.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "web/markdown.hpp"
#include "web/tests/markdown_output.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto html = veche::web::render_markdown(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!veche::web::tests::fault_of_markdown(html.text()).empty()) std::abort();
    return 0;
}
