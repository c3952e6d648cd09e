// Mail in both directions. A message that came back is read without a crash, and what is kept of it is one clean line. A letter made of
// any texts has the headers of a letter and no others, in lines of ASCII that no server can misread.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/text.hpp"
#include "outside/mail_bounce.hpp"
#include "outside/mail_text.hpp"

namespace {

using namespace veche;

void must(bool holds)
{
    if (!holds) __builtin_trap();
}

void check_report(std::string_view message)
{
    for (const auto& mark : outside::marks_in(message)) must(mark.size() == 34 && mark[13] == '-');
    const auto report = outside::parse_mail_report(message);
    if (!report) return;
    must(report->status.find_first_not_of("0123456789.") == std::string::npos);
    must(is_clean_utf8(report->diagnosis) && report->diagnosis.find('\n') == std::string::npos);
}

void check_letter(const std::string& text)
{
    outside::MailText mail;
    mail.from = mail.to = Email::parse("anna@yurga.example").value();
    mail.from_name = mail.subject = mail.text = text;
    mail.attachments = {{text, "text/calendar; charset=utf-8", text}};
    const std::string message = outside::compose_mail(mail);
    int headers = 0;
    bool in_head = true;
    for (std::size_t at = 0; at < message.size();) {
        const auto end = message.find("\r\n", at);
        must(end != std::string::npos);
        const auto line = std::string_view(message).substr(at, end - at);
        must(line.size() <= 78 && line.find_first_of("\r\n") == std::string_view::npos && !line.starts_with('.'));
        for (const char c : line) must(static_cast<unsigned char>(c) < 0x80);
        in_head = in_head && !line.empty();
        headers += in_head && line[0] != ' ';
        at = end + 2;
    }
    must(headers == 8);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check_report(bytes);
    check_letter(std::string(bytes));
    return 0;
}
