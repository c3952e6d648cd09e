#include "outside/mail_text.hpp"

#include <doctest/doctest.h>

#include "core/text.hpp"

namespace mail_text_test {

using namespace veche;
using namespace veche::outside;

namespace {

MailText letter(std::string subject = "Вы записаны", std::string text = "Здравствуйте!\n")
{
    MailText mail;
    mail.from = Email::parse("veche@yurga.example").value();
    mail.to = Email::parse("anna@yurga.example").value();
    mail.from_name = "Юрга";
    mail.subject = std::move(subject);
    mail.text = std::move(text);
    mail.date = Instant{1'624'000'000'000};
    mail.message_id = "0123456789abc-00112233445566778899@yurga.example";
    return mail;
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);  // every line has its whole end
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

/// Names of the headers, in order; folded lines belong to the one before.
std::vector<std::string> header_names(const std::string& message)
{
    std::vector<std::string> names;
    for (const auto& line : lines_of(message)) {
        if (line.empty()) break;
        if (line[0] != ' ') names.push_back(line.substr(0, line.find(':')));
    }
    return names;
}

const std::vector<std::string> plain_headers = {"Date",         "From",         "To",
                                                "Subject",      "Message-ID",   "Auto-Submitted",
                                                "MIME-Version", "Content-Type", "Content-Transfer-Encoding"};

}  // namespace

TEST_CASE("a letter has its headers and no others, whatever its words hold")
{
    for (const std::string hostile : {"Тема\r\nBcc: all@town.example", "a\nX-Evil: 1\n\nbody", "\r\r\n\n", "a\rb",
                                      "x\0y", "=?UTF-8?Q?=0D=0ABcc:_a@b?=", "\"Юрга\" <evil@town.example>", "a\u2028b",
                                      "\x7f\x1b[31m", "--=_veche_part_="}) {
        auto mail = letter(hostile, hostile);
        mail.from_name = hostile;
        CHECK(header_names(compose_mail(mail)) == plain_headers);
        mail.message_id += hostile;
        CHECK(header_names(compose_mail(mail)) == plain_headers);
        mail.list_id = mail.unsubscribe = hostile;
        CHECK(header_names(compose_mail(mail)).size() == plain_headers.size() + 3);
        mail.attachments = {{hostile, "text/plain" + hostile, hostile}};
        const auto message = compose_mail(mail);
        CHECK(message.find("\r\nBcc") == std::string::npos);
        CHECK(header_names(message).size() == plain_headers.size() + 2);  // the parts have encodings of their own
    }
}

TEST_CASE("every line is ASCII, short, and none begins with a dot")
{
    std::string long_words;
    for (int i = 0; i < 200; ++i) long_words += i % 7 ? "слово " : "word.. ";
    for (const std::string& text :
         {long_words, "." + std::string(300, '.') + "\n.\n..\n", std::string(75, 'a') + "." + std::string(80, '.'),
          std::string("From here\nto there\n"), std::string(5000, '='), std::string("a\r\nb\rc\n\n\n"),
          std::string()}) {
        auto mail = letter(text, text);
        mail.attachments = {{"Приглашение.ics", "text/calendar; charset=utf-8; method=PUBLISH", text}};
        for (const auto& line : lines_of(compose_mail(mail))) {
            CHECK(line.size() <= 78);
            CHECK(!line.starts_with('.'));
            CHECK(!line.starts_with("From "));
            for (const char c : line) CHECK(static_cast<unsigned char>(c) < 0x80);
        }
    }
}

TEST_CASE("a long Cyrillic subject is whole words of RFC 2047, none of which splits a character")
{
    std::string subject;
    for (int i = 0; i < 30; ++i) subject += "мероприятие🎉";
    const auto header = words_header("Subject", subject);
    CHECK(header.starts_with("Subject: =?UTF-8?B?"));
    for (const auto& line : lines_of(header)) CHECK(line.size() <= 76);
    CHECK(words_header("Subject", "Plain words, 12:00") == "Subject: Plain words, 12:00\r\n");
    CHECK(words_header("Subject", "=?like one?=").find("=?UTF-8?B?") != std::string::npos);
    // Broken text neither hangs nor reads past its end.
    CHECK(!words_header("Subject", std::string(500, '\x80')).empty());
}

TEST_CASE("quoted-printable keeps blanks at ends, breaks softly, and hides dots and From at beginnings")
{
    CHECK(quoted_printable("a=b\n") == "a=3Db\r\n");
    CHECK(quoted_printable("tail \nend ") == "tail=20\r\nend=20\r\n");
    CHECK(quoted_printable(".\n..a\n") == "=2E\r\n=2E.a\r\n");
    CHECK(quoted_printable("From a\n") == "=46rom a\r\n");
    CHECK(quoted_printable("ё") == "=D1=91\r\n");
    CHECK(quoted_printable("a\r\nb") == "a\r\nb\r\n");
    CHECK(quoted_printable(std::string(75, 'x') + ".y") == std::string(75, 'x') + "=\r\n=2Ey\r\n");
    CHECK(quoted_printable("").empty() == false);
}

TEST_CASE("the envelope's words are those of RFC 5322, RFC 2369 and RFC 8058")
{
    auto mail = letter();
    mail.unsubscribe = "https://yurga.example/subscriptions/abc/unsubscription";
    mail.list_id = "news.yurga.example";
    mail.attachments = {{"event.ics", "text/calendar; charset=utf-8; method=PUBLISH", "BEGIN:VCALENDAR\r\n"},
                        {"План на июль.pdf", "application/pdf", std::string("%PDF\0\x01", 6)}};
    const auto message = compose_mail(mail);
    for (const std::string_view part :
         {"Date: Fri, 18 Jun 2021 07:06:40 +0000\r\n", "From: =?UTF-8?B?0K7RgNCz0LA=?=\r\n <veche@yurga.example>\r\n",
          "To: <anna@yurga.example>\r\n", "Message-ID: <0123456789abc-00112233445566778899@yurga.example>\r\n",
          "Auto-Submitted: auto-generated\r\n", "List-Id: <news.yurga.example>\r\n",
          "List-Unsubscribe: <https://yurga.example/subscriptions/abc/unsubscription>\r\n",
          "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
          "Content-Type: multipart/mixed; boundary=", "filename=\"event.ics\"\r\n",
          "filename*0*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD%20", ";\r\n filename*1*=%", "JVBERgAB\r\n"})
        CHECK_MESSAGE(message.find(part) != std::string::npos, part, " in\n", message);
}

}  // namespace mail_text_test
