// Papers of 200 pages from a clerk's template: one table over all of them, 200 certificates in one document, and 200 documents. Prints a
// table for docs/performance.md.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

#include "outside/docx_template.hpp"
#include "outside/zip_output.hpp"

namespace {

using namespace veche;
using namespace veche::outside;
using Clock = std::chrono::steady_clock;

constexpr int pages = 200, rows_of_a_page = 40;
constexpr Instant noon{1'800'000'000'000};

std::string text(std::string_view words)
{
    return "<w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"24\"/></w:rPr><w:t "
           "xml:space=\"preserve\">" +
           std::string(words) + "</w:t></w:r></w:p>";
}

std::string cells(std::initializer_list<std::string_view> words)
{
    std::string row = "<w:tr>";
    for (const auto one : words)
        row += "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>" + text(one) + "</w:tc>";
    return row + "</w:tr>";
}

std::string template_of(const std::string& body)
{
    ZipOutput zip(noon);
    zip.put("[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
            "ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/"
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>");
    zip.put("word/document.xml",
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" + body +
                "</w:body></w:document>");
    return zip.finish();
}

TemplateValues people(int count)
{
    std::vector<TemplateValues> all;
    for (int i = 1; i <= count; ++i)
        all.push_back({{"номер", std::to_string(i)},
                       {"имя", "Константин Константинович Константинопольский"},
                       {"дело", "за заслуги перед городом & его жителями"},
                       {"день", "6 июля 2027 года"}});
    return {{"люди", std::move(all)}, {"город", "Юрга"}};
}

/// The middle of five, in milliseconds.
double measure(const std::function<std::size_t()>& deed, std::size_t& bytes)
{
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
        const auto start = Clock::now();
        bytes = deed();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    std::ranges::sort(times);
    return times[2];
}

void say(const char* what, const std::function<std::size_t()>& deed)
{
    std::size_t bytes = 0;
    const double time = measure(deed, bytes);
    std::printf("| %s | %.0f | %.1f |\n", what, time, double(bytes) / 1e6);
}

}  // namespace

int main()
{
    const auto table = template_of(
        text("Список города {{город}}") + "<w:tbl><w:tblPr/><w:tblGrid/>" + cells({"№", "Имя", "За что", "Когда"}) +
        cells({"{{#люди}}{{номер}}", "{{имя}}", "{{дело}}", "{{день}}{{/люди}}"}) + "</w:tbl>");
    std::string certificate = text("{{#люди}}");
    for (int i = 0; i < rows_of_a_page - 4; ++i) certificate += text("Строка образца, в которой ничего не меняется.");
    certificate += text("№ {{номер}}, {{город}}") + text("{{имя}}") + text("{{дело}}") + text("{{день}}") +
                   "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>" + text("{{/люди}}");
    std::printf("| 200 pages | ms | MB |\n|---|---|---|\n");
    say("one table",
        [&, values = people(pages * rows_of_a_page)] { return DocxTemplate(table).fill(values, noon).size(); });
    const auto each_page = template_of(certificate);
    say("certificates in one document",
        [&, values = people(pages)] { return DocxTemplate(each_page).fill(values, noon).size(); });
    say("200 documents", [&, values = people(1)] {
        const DocxTemplate read(each_page);
        std::size_t bytes = 0;
        for (int i = 0; i < pages; ++i) bytes += read.fill(values, noon).size();
        return bytes;
    });
    return 0;
}
