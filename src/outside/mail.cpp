#include "outside/mail.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <optional>

#include "core/text.hpp"
#include "outside/url.hpp"

namespace veche::outside {

namespace {

/// "5.1.1" of "550 5.1.1 no such user", "" when the server gives none.
std::string_view status_in(std::string_view answer)
{
    if (answer.size() < 5) return {};
    const auto rest = answer.substr(4);
    const auto word = rest.substr(0, rest.find_first_of(" \r\n"));
    const bool good = word.size() >= 5 && word[1] == '.' && std::ranges::count(word, '.') == 2 &&
                      std::ranges::all_of(word, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    return good ? word : std::string_view{};
}

/// How far the talk with the server had come: the command that its last answer belongs to.
enum class Step { greeting, introduction, encryption, sign_in, sender, recipient, letter };

struct Conversation {
    Step step = Step::greeting;
    std::string answer;            // the last line of the server's last answer
    bool over = false;             // after QUIT: what is said then tells nothing of the letter
    std::optional<bool> any_name;  // SMTPUTF8 was among what the server can do; nullopt before it has said that
};

/// Of what we say only the command's name is looked at: the lines after AUTH hold the password.
std::optional<Step> step_of(std::string_view line)
{
    static constexpr std::array<std::pair<std::string_view, Step>, 7> commands = {{{"EHLO ", Step::introduction},
                                                                                   {"HELO ", Step::introduction},
                                                                                   {"STARTTLS", Step::encryption},
                                                                                   {"AUTH ", Step::sign_in},
                                                                                   {"MAIL FROM:", Step::sender},
                                                                                   {"RCPT TO:", Step::recipient},
                                                                                   {"DATA", Step::letter}}};
    for (const auto& [word, step] : commands)
        if (line.starts_with(word)) return step;
    return std::nullopt;
}

int follow(CURL*, curl_infotype kind, char* data, std::size_t size, void* where)
{
    auto& talk = *static_cast<Conversation*>(where);
    const std::string_view line(data, size);
    talk.over = talk.over || (kind == CURLINFO_HEADER_OUT && talk.step != Step::sign_in && line.starts_with("QUIT"));
    if (talk.over) return 0;
    if (kind == CURLINFO_HEADER_OUT) {
        // A password could be "DATA"; it is only ever said while signing in, and nothing else is said then.
        const auto step = step_of(line);
        if (step && (talk.step != Step::sign_in || *step == Step::sender)) talk.step = *step;
        if (step == Step::introduction) talk.any_name = false;  // after STARTTLS once more
        talk.answer.clear();
    } else if (kind == CURLINFO_HEADER_IN) {
        if (talk.step == Step::introduction && line.size() > 4 && line.substr(4).starts_with("SMTPUTF8"))
            talk.any_name = true;
        talk.answer = std::string(line.substr(0, 300));
    }
    return 0;
}

struct Reading {
    const std::string* text;
    std::size_t at = 0;
};

std::size_t give(char* to, std::size_t size, std::size_t count, void* from)
{
    auto& reading = *static_cast<Reading*>(from);
    const auto bytes = std::min(size * count, reading.text->size() - reading.at);
    std::memcpy(to, reading.text->data() + reading.at, bytes);
    reading.at += bytes;
    return bytes;
}

int wants_to_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

std::string clean_line(std::string_view text)
{
    std::string line;
    for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    return is_clean_utf8(line) ? one_line(line) : "an answer that is not text";
}

/// What the failure at this step means. The server's words decide where there are any.
Delivery delivery_of(const Conversation& talk)
{
    const auto code = std::string_view(talk.answer).substr(0, 3);
    if (code == "421") return Delivery::no_sender;  // it is closing down
    if (talk.step == Step::recipient && !talk.answer.empty()) return delivery_of_recipient_answer(talk.answer);
    // Too large, or no room for it just now, is said of this letter, at MAIL already.
    if (talk.step == Step::sender && (code == "452" || code == "552")) return Delivery::later;
    return talk.step < Step::recipient ? Delivery::no_sender : Delivery::later;
}

}  // namespace

std::string fault_of_mail_url(const std::string& url)
{
    const auto parsed = parse_url(url);
    if (!parsed || (parsed->scheme != "smtp" && parsed->scheme != "smtps") || parsed->host.empty())
        return "\"smtps://SERVER:465\" or \"smtp://SERVER:587\" is expected";
    if (parsed->more || (!parsed->path.empty() && parsed->path != "/"))
        return "only the server and its port belong here; a user and a password have keys of their own";
    return {};
}

bool is_loopback_mail_url(const std::string& url)
{
    const auto parsed = parse_url(url);
    if (!parsed) return false;
    unsigned char bytes[4];  // "127.evil.example" is a name like any other
    const bool address = inet_pton(AF_INET, parsed->host.c_str(), bytes) == 1 && bytes[0] == 127;
    return address || parsed->host == "localhost" || parsed->host == "[::1]";
}

bool is_dead_status(std::string_view status)
{
    if (status == "5.2.1") return true;
    // 5.1.7 and 5.1.8 speak of the sender's address.
    return status.starts_with("5.1.") && status != "5.1.7" && status != "5.1.8";
}

Delivery delivery_of_recipient_answer(std::string_view answer)
{
    if (!answer.starts_with('5')) return Delivery::later;
    if (const auto status = status_in(answer); !status.empty())
        return is_dead_status(status) ? Delivery::dead_address : Delivery::later;
    const auto code = answer.substr(0, 3);
    return code == "550" || code == "551" || code == "553" ? Delivery::dead_address : Delivery::later;
}

struct MailClient::Inside {
    MailServer server;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{nullptr, curl_easy_cleanup};
    std::optional<bool> any_name;

    void set_up(Conversation& talk)
    {
        CURL* c = curl.get();
        curl_easy_reset(c);  // keeps the connection
        const auto url = server.url + (server.url.ends_with('/') ? "" : "/") + server.introduction;
        curl_easy_setopt(c, CURLOPT_URL, url.c_str());
        curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(c, CURLOPT_PROXY, "");  // whatever the environment says
        curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(c, CURLOPT_MAXAGE_CONN, 20L);  // servers soon tire of a client that says nothing
        curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, 30L);
        curl_easy_setopt(c, CURLOPT_TIMEOUT, long(mail_time_most.count()));
        curl_easy_setopt(c, CURLOPT_USE_SSL, long(server.tls == MailTls::required ? CURLUSESSL_ALL : CURLUSESSL_NONE));
        if (!server.authorities.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, server.authorities.c_str());
        if (!server.user.empty()) {
            curl_easy_setopt(c, CURLOPT_USERNAME, server.user.c_str());
            curl_easy_setopt(c, CURLOPT_PASSWORD, server.password.reveal().c_str());
        }
        curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);  // only for follow()
        curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, follow);
        curl_easy_setopt(c, CURLOPT_DEBUGDATA, &talk);
    }

    void listen_to(const std::atomic<bool>& stop)
    {
        curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, wants_to_stop);
        curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &stop);
    }
};

MailClient::MailClient(MailServer server) : inside_(std::make_unique<Inside>())
{
    set_up_curl();
    inside_->server = std::move(server);
    inside_->curl.reset(curl_easy_init());
}

MailClient::~MailClient()
{
    // curl would say goodbye and wait for the answer, two minutes if the server is busy with a letter that we broke off.
    curl_socket_t kept = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(inside_->curl.get(), CURLINFO_ACTIVESOCKET, &kept) == CURLE_OK && kept != CURL_SOCKET_BAD)
        ::shutdown(kept, SHUT_RDWR);
}

void MailClient::greet(const std::atomic<bool>& stop)
{
    CURL* c = inside_->curl.get();
    Conversation talk;
    inside_->set_up(talk);
    inside_->listen_to(stop);
    curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_perform(c);
    if (talk.any_name) inside_->any_name = talk.any_name;
}

std::optional<bool> MailClient::takes_any_name() const
{
    return inside_->any_name;
}

namespace {

bool is_latin(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

const Attempt latin_only{Delivery::later, "the mail server takes no addresses in other than Latin letters (SMTPUTF8)"};

}  // namespace

Attempt MailClient::send(const std::string& envelope_from, const std::string& to, const std::string& text,
                         const std::atomic<bool>& stop)
{
    CURL* c = inside_->curl.get();
    Conversation talk;
    Reading reading{&text};
    inside_->set_up(talk);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(curl_slist_append(nullptr, to.c_str()),
                                                                                 curl_slist_free_all);
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, envelope_from.c_str());
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, &reading);
    curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, curl_off_t(text.size()));
    inside_->listen_to(stop);
    CURLcode code = curl_easy_perform(c);
    long connects = 0;
    curl_easy_getinfo(c, CURLINFO_NUM_CONNECTS, &connects);
    if (code != CURLE_OK && code != CURLE_OPERATION_TIMEDOUT && connects == 0 && talk.step <= Step::sender) {
        // The server had given up the connection that was kept; nothing of the letter has been said yet.
        talk = {};
        curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
        code = curl_easy_perform(c);
    }
    if (talk.any_name) inside_->any_name = talk.any_name;
    // Said to a server that cannot read them, such letters get any answer: it tells nothing of the mailbox.
    if (code != CURLE_OK && !is_latin(to) && inside_->any_name == false) return latin_only;
    const std::string answer = clean_line(talk.answer);
    if (code == CURLE_OK) return {Delivery::accepted, answer};
    return {delivery_of(talk), answer.starts_with('4') || answer.starts_with('5') ? answer : curl_easy_strerror(code)};
}

}  // namespace veche::outside
