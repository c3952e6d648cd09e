#include "outside/mail_text.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

#include <fmt/format.h>

#include "outside/base64.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t body_line_most = 76;

std::string base64_lines(std::string_view bytes)
{
    const std::string all = to_base64(bytes);
    std::string lines;
    for (std::size_t at = 0; at < all.size(); at += body_line_most) lines += all.substr(at, body_line_most) + "\r\n";
    return lines;
}

/// Nothing that ends a line, and nothing else that is not seen.
std::string without_controls(std::string_view text)
{
    std::string clean(text);
    for (char& c : clean)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return clean;
}

bool is_plain(std::string_view words)
{
    return words.size() <= 60 && words.find("=?") == std::string_view::npos &&
           words.find('"') == std::string_view::npos &&
           std::ranges::all_of(words, [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
}

bool continues_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// RFC 2047: words of at most 75 characters, none of which splits a character, with a line of its own each.
std::string encoded_words(std::string_view words)
{
    constexpr std::size_t bytes_most = 39;  // 52 characters of base 64, "=?UTF-8?B?" "?=" and the header's name
    std::string text;
    for (std::size_t at = 0; at < words.size();) {
        std::size_t end = std::min(at + bytes_most, words.size());
        while (end < words.size() && end > at + 1 && continues_character(words[end])) --end;
        text += (at > 0 ? "\r\n " : "") + fmt::format("=?UTF-8?B?{}?=", to_base64(words.substr(at, end - at)));
        at = end;
    }
    return text;
}

std::string rfc_date(Instant at)
{
    using namespace std::chrono;
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_time<milliseconds> moment{milliseconds(at.milliseconds)};
    const auto day = floor<std::chrono::days>(moment);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(moment - day));
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[weekday(day).c_encoding()], unsigned(date.day()),
                       months[unsigned(date.month()) - 1], int(date.year()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

/// Base 64 is the shorter of the two as soon as a sixth of the text is not Latin.
bool prefers_base64(std::string_view text)
{
    const auto foreign = std::ranges::count_if(text, [](unsigned char c) { return c >= 0x80; });
    return std::size_t(foreign) * 6 > text.size();
}

std::string text_part(std::string_view text)
{
    const std::string head = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ";
    if (!prefers_base64(text)) return head + "quoted-printable\r\n\r\n" + quoted_printable(text);
    std::string lines;
    for (const char c : text) {
        if (c == '\r') continue;
        lines += c == '\n' ? "\r\n" : std::string(1, c);
    }
    return head + "base64\r\n\r\n" + base64_lines(lines);
}

/// RFC 2231: the name's bytes that are not plain letters, digits, dots, lines and dashes as %XX, a long one in pieces.
std::string file_name(std::string_view name)
{
    constexpr std::size_t piece_most = 54;
    std::vector<std::string> pieces(1);
    for (const unsigned char c : name) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                           c == '-' || c == '_';
        if (pieces.back().size() > piece_most) pieces.emplace_back();
        pieces.back() += plain ? std::string(1, char(c)) : fmt::format("%{:02X}", c);
    }
    if (pieces.size() == 1)
        return pieces[0] == name ? fmt::format("filename=\"{}\"", name) : "filename*=UTF-8''" + pieces[0];
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        text += fmt::format("{}filename*{}*={}{}", i > 0 ? ";\r\n " : "", i, i > 0 ? "" : "UTF-8''", pieces[i]);
    return text;
}

std::string attachment_part(const MailText::Attachment& attachment)
{
    return "Content-Type: " + without_controls(attachment.media_type) +
           "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n " +
           file_name(attachment.name) + "\r\n\r\n" + base64_lines(attachment.content);
}

std::string address_header(std::string_view name, std::string_view words, const Email& address)
{
    if (words.empty()) return fmt::format("{}: <{}>\r\n", name, address.text());
    // Quoted words would need their own escapes; encoded they need none.
    const std::string clean = without_controls(words);
    return fmt::format("{}: {}\r\n <{}>\r\n", name, encoded_words(clean), address.text());
}

}  // namespace

std::string words_header(std::string_view name, std::string_view words)
{
    const std::string clean = without_controls(words);
    return fmt::format("{}: {}\r\n", name, is_plain(clean) ? clean : encoded_words(clean));
}

std::string quoted_printable(std::string_view text)
{
    std::string out;
    std::size_t column = 0;
    const auto put = [&](std::string_view piece) {
        if (column + piece.size() > body_line_most - 1) {
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\r') continue;
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        // A blank at the end is taken off on the way; a dot at the beginning ends a letter where a server forgets to double it;
        // "From " at the beginning gets a mark before it in old mailboxes.
        const bool begins_line = column == 0 || column == body_line_most - 1;
        const bool fragile = (c == ' ' && ends_line) || ((c == '.' || c == 'F') && begins_line);
        const bool plain = (c == ' ' || (c > 0x20 && c < 0x7F && c != '=')) && !fragile;
        put(plain ? std::string(1, char(c)) : fmt::format("={:02X}", c));
    }
    return out + (out.ends_with("\n") ? "" : "\r\n");
}

std::string compose_mail(const MailText& mail)
{
    std::string out = "Date: " + rfc_date(mail.date) + "\r\n";
    out += address_header("From", mail.from_name, mail.from);
    out += address_header("To", "", mail.to);
    out += words_header("Subject", mail.subject);
    out += "Message-ID: <" + without_controls(mail.message_id) + ">\r\n";
    out += "Auto-Submitted: auto-generated\r\n";
    if (!mail.list_id.empty()) out += "List-Id: <" + without_controls(mail.list_id) + ">\r\n";
    if (!mail.unsubscribe.empty())
        out += "List-Unsubscribe: <" + without_controls(mail.unsubscribe) +
               ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    out += "MIME-Version: 1.0\r\n";
    if (mail.attachments.empty()) return out + text_part(mail.text);

    // In no part: quoted-printable has no "=_", base 64 no "_".
    const std::string boundary = "=_veche_part_=";
    out += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n";
    out += "--" + boundary + "\r\n" + text_part(mail.text);
    for (const auto& attachment : mail.attachments) out += "--" + boundary + "\r\n" + attachment_part(attachment);
    return out + "--" + boundary + "--\r\n";
}

}  // namespace veche::outside
