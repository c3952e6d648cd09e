#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/site.hpp"
#include "read_text.hpp"
#include "web/target.hpp"

namespace veche::app::test {

/// Somebody with a browser, without a server: cookies are kept, and the token of the last form goes with the next one.
class Browser {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    Browser(Site& site, std::string host, std::string peer = "192.0.2.1")
        : site_(site), host_(std::move(host)), peer_(std::move(peer))
    {}

    const web::Response& get(const std::string& target, const std::string& accept = "text/html")
    {
        web::Request request = to(web::Method::get, target);
        request.headers.emplace_back("accept", accept);
        return answer(request);
    }
    const web::Response& post(const std::string& target, Fields fields, std::vector<web::Upload> uploads = {})
    {
        fields.emplace_back("csrf", csrf);
        return post_bare(target, std::move(fields), std::move(uploads));
    }
    const web::Response& post_bare(const std::string& target, Fields fields, std::vector<web::Upload> uploads = {})
    {
        web::Request request = to(web::Method::post, target);
        request.form = std::move(fields);
        request.uploads = std::move(uploads);
        return answer(request);
    }
    /// How the visitor likes to see pages: "en".
    void prefers(std::string view) { cookies["view"] = std::move(view); }
    nlohmann::json get_json(const std::string& target)
    {
        get(target, "application/json");
        return nlohmann::json::parse(text());
    }

    int status() const { return last.status; }
    const std::string& sent_text() const { return last.shared ? last.shared->plain : last.text; }
    /// What a person reads: without the spaces and hyphens of typesetting (docs/rules/typeset.md).
    const std::string& text() const { return read_; }
    bool says(std::string_view words) const { return text().find(words) != std::string::npos; }
    std::string header(std::string_view name) const
    {
        for (const auto& [key, value] : last.headers)
            if (key == name) return value;
        return "";
    }
    std::string location() const { return header("location"); }
    /// What stands between two texts on the last page; "" when they do not.
    std::string between(std::string_view before, std::string_view after) const
    {
        const auto start = text().find(before);
        if (start == std::string::npos) return "";
        const auto from = start + before.size();
        return text().substr(from, text().find(after, from) - from);
    }
    int count(std::string_view words) const
    {
        int times = 0;
        for (auto at = text().find(words); at != std::string::npos; at = text().find(words, at + 1)) ++times;
        return times;
    }
    /// Words of the error that stands beside a form's field.
    std::string error_of(const std::string& field) const
    {
        const auto error = between("id=\"" + field + "-error\">", "</p>");
        const auto at = error.rfind("</span>");
        return at == std::string::npos ? error : error.substr(at + 7);
    }
    std::string value_of(const std::string& field) const
    {
        return between("id=\"" + field + "\" name=\"" + field + "\" type=\"text\" value=\"", "\"");
    }

    std::map<std::string, std::string> cookies;
    std::string csrf;
    web::Response last;
    bool was_ready = false;  // the last answer came from the page cache

private:
    web::Request to(web::Method method, const std::string& target)
    {
        web::Request request;
        request.method = method;
        request.host = host_;
        request.target = target;
        request.path = web::decode_path(target.substr(0, target.find('?'))).value();
        if (const auto query = target.find('?'); query != std::string::npos)
            request.query = web::decode_pairs(std::string_view(target).substr(query + 1), 50).value();
        request.peer = peer_;
        for (const auto& cookie : cookies) request.cookies.push_back(cookie);
        return request;
    }
    const web::Response& answer(const web::Request& request)
    {
        const auto application = site_.application();
        auto ready = request.method == web::Method::get ? application.ready(request) : std::nullopt;
        was_ready = ready.has_value();
        last = ready ? std::move(*ready) : site_.handle(request);
        read_ = header("content-type").starts_with("text/html") ? veche::test::without_typesetting(sent_text())
                                                                : sent_text();
        if (const auto token = between("name=\"csrf\" value=\"", "\""); !token.empty()) csrf = token;
        keep_cookies();
        return last;
    }
    void keep_cookies()
    {
        for (const auto& [name, value] : last.headers) {
            if (name != "set-cookie") continue;
            const auto equals = value.find('=');
            const auto cookie = value.substr(0, equals);
            if (value.find("Max-Age=0") != std::string::npos)
                cookies.erase(cookie);
            else
                cookies[cookie] = value.substr(equals + 1, value.find(';') - equals - 1);
        }
    }

    Site& site_;
    std::string host_, peer_, read_;
};

}  // namespace veche::app::test
