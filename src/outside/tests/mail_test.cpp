#include "outside/mail.hpp"

#include <doctest/doctest.h>

#include "outside/mail_bounce.hpp"

namespace mail_test {

using namespace veche;
using namespace veche::outside;

TEST_CASE("only an answer that says the mailbox is not there strikes an address")
{
    for (const std::string_view dead :
         {"550 5.1.1 no such user", "550 No such user here", "551 gone away", "553 mailbox name not allowed",
          "554 5.2.1 account disabled", "550 5.1.2 bad host", "550-5.1.10 null MX", "550"})
        CHECK_MESSAGE(delivery_of_recipient_answer(dead) == Delivery::dead_address, dead);
    for (const std::string_view passing :
         {"550 5.7.1 relaying denied", "552 5.2.2 mailbox full", "552 too much", "554 spam", "450 4.2.1 busy",
          "451 greylisted", "452 4.2.2 full", "550 5.1.8 bad sender", "550 5.1.7 bad sender", "550 5.4.1 rejected",
          "250 ok", "", "5", "503 bad sequence", "550 5.0.0 unknown"})
        CHECK_MESSAGE(delivery_of_recipient_answer(passing) == Delivery::later, passing);
}

TEST_CASE("the address of a mail server is a scheme, a host and a port")
{
    for (const std::string good : {"smtp://mail.yurga.example", "smtps://mail.yurga.example:465", "smtp://127.0.0.1:25",
                                   "smtp://[::1]:25", "smtp://localhost/"})
        CHECK_MESSAGE(fault_of_mail_url(good) == "", good);
    for (const std::string bad :
         {"", "mail.yurga.example", "http://mail.yurga.example", "smtp://", "smtp://anna:secret@mail.yurga.example",
          "smtp://:secret@mail.yurga.example", "smtp://mail.yurga.example/path", "smtp://mail.yurga.example?x=1",
          "smtp://mail.yurga.example:99999", "file:///etc/passwd", "smtp://mail yurga"})
        CHECK_MESSAGE(fault_of_mail_url(bad) != "", bad);
    CHECK(is_loopback_mail_url("smtp://127.0.0.1:25"));
    CHECK(is_loopback_mail_url("smtp://localhost"));
    CHECK(is_loopback_mail_url("smtp://[::1]"));
    CHECK(!is_loopback_mail_url("smtp://127.yurga.example.org.evil"));
    CHECK(!is_loopback_mail_url("smtp://mail.yurga.example"));
}

namespace {

std::string report(const std::string& fields,
                   const std::string& type = "multipart/report; report-type=delivery-status;\r\n boundary=\"a/b\"")
{
    return "From MAILER-DAEMON Fri Jun 18 2021\r\nFrom: MAILER-DAEMON@relay.example\r\nContent-Type: " + type +
           "\r\n\r\npreamble\r\n--a/b\r\nContent-Type: text/plain\r\n\r\nSorry: Status: 5.1.1\r\nAction: "
           "failed\r\n--a/b\r\n"
           "Content-Type: Message/Delivery-Status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n" +
           fields + "\r\n--a/b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\n--a/b--\r\n";
}

}  // namespace

TEST_CASE("a report of RFC 3464 tells action, status and diagnosis of its recipient")
{
    const auto dead = parse_mail_report(
        report("Final-Recipient: rfc822; anna@yurga.example\r\nAction: failed\r\nStatus: 5.1.1 (no)\r\n"
               "Diagnostic-Code: smtp; 550 5.1.1 No\r\n  such user\r\n"));
    REQUIRE(dead.has_value());
    CHECK(dead->action == MailReport::Action::failed);
    CHECK(dead->status == "5.1.1");
    CHECK(dead->diagnosis == "550 5.1.1 No such user");
    const auto slow = parse_mail_report(report("Action: delayed\r\nStatus: 4.4.7\r\n"));
    REQUIRE(slow.has_value());
    CHECK(slow->action == MailReport::Action::delayed);
    CHECK(parse_mail_report(report("Action: delivered\r\nStatus: 2.0.0\r\n"))->action == MailReport::Action::other);
}

TEST_CASE("a report on an address with other letters is a report too")
{
    auto text = report("Final-Recipient: utf-8; иван@почта.рф\r\nAction: failed\r\nStatus: 5.1.1\r\n");
    const std::string usual = "Message/Delivery-Status";
    text.replace(text.find(usual), usual.size(), "message/global-delivery-status");
    const auto dead = parse_mail_report(text);
    REQUIRE(dead.has_value());
    CHECK(dead->status == "5.1.1");
}

TEST_CASE("what is no report is none, and no bytes break the reader")
{
    const std::string whole = report("Action: failed\r\nStatus: 5.1.1\r\n");
    CHECK(!parse_mail_report("").has_value());
    CHECK(!parse_mail_report("Subject: I am away until Monday\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n").has_value());
    CHECK(!parse_mail_report(report("Status: 5.1.1\r\n")).has_value());
    CHECK(!parse_mail_report(report("Action: failed\r\n", "multipart/mixed; boundary=\"a/b\"")).has_value());
    CHECK(!parse_mail_report(report("Action: failed\r\n", "multipart/report")).has_value());
    CHECK(!parse_mail_report(report("Action: failed\r\n", "multipart/report; boundary=\"")).has_value());
    for (std::size_t cut = 0; cut < whole.size(); ++cut) parse_mail_report(whole.substr(0, cut));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto broken = whole;
        broken[at] = char(at * 37);
        parse_mail_report(broken);
        marks_in(broken);
    }
    // Lines that end with LF alone are read too: a mail server hands them over so.
    auto bare = whole;
    std::erase(bare, '\r');
    CHECK(parse_mail_report(bare)->status == "5.1.1");
}

TEST_CASE("marks are found in addresses and identifiers, whole ones only, each once")
{
    const std::string mark = "01k2m3n4p5q6r-00112233445566778899";
    CHECK(marks_in("To: bounces+" + mark + "@yurga.example\r\nMessage-ID: <" + mark + "@yurga.example>") ==
          std::vector{mark});
    CHECK(marks_in("BOUNCES+01K2M3N4P5Q6R-00112233445566778899@YURGA.EXAMPLE") == std::vector{mark});
    CHECK(marks_in(mark) == std::vector{mark});
    CHECK(marks_in("x" + mark).empty());
    CHECK(marks_in(mark + "0").empty());
    CHECK(marks_in(mark.substr(1)).empty());
    CHECK(marks_in("--a/b--\r\n").empty());
}

}  // namespace mail_test
