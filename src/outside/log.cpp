#include "outside/log.hpp"

#include <atomic>

#include <fmt/chrono.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

namespace veche::outside {

namespace {

std::atomic<LogForm> used_form = LogForm::text;
thread_local std::string request_id;

spdlog::logger& logger()
{
    static const std::shared_ptr<spdlog::logger> one = [] {
        auto made = std::make_shared<spdlog::logger>("veche", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::info);
        made->flush_on(spdlog::level::debug);
        return made;
    }();
    return *one;
}

spdlog::level::level_enum spd_level(LogLevel level)
{
    switch (level) {
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warning: return spdlog::level::warn;
        case LogLevel::error: break;
    }
    return spdlog::level::err;
}

std::string_view word(LogLevel level)
{
    switch (level) {
        case LogLevel::debug: return "debug";
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: break;
    }
    return "error";
}

/// Quoted and escaped as in JSON; bytes that are not UTF-8 become U+FFFD.
std::string escaped(std::string_view text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string moment_now()
{
    const auto now = std::chrono::system_clock::now();  // the log's own clock: no rule depends on it
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(since / 1000)),
                       since % 1000);
}

}  // namespace

std::string log_line(LogForm form, std::string_view moment, LogLevel level, std::string_view what, LogValues values)
{
    std::string line;
    if (form == LogForm::json) {
        line = fmt::format("{{\"at\":{},\"level\":\"{}\"", escaped(moment), word(level));
        if (!request_id.empty()) line += ",\"request\":" + escaped(request_id);
        line += ",\"what\":" + escaped(what);
        for (const auto& [name, value] : values) line += "," + escaped(name) + ":" + escaped(value);
        return line + "}";
    }
    line = fmt::format("{} {:7}", moment, word(level));
    if (!request_id.empty()) line += " request=" + escaped(request_id);
    const auto text = escaped(what);
    line += " " + text.substr(1, text.size() - 2);
    for (const auto& [name, value] : values) line += fmt::format(" {}={}", name, escaped(value));
    return line;
}

void set_up_log(LogForm form, LogLevel least)
{
    used_form = form;
    logger().set_level(spd_level(least));
}

void log(LogLevel level, std::string_view what, LogValues values)
{
    if (!logger().should_log(spd_level(level))) return;
    logger().log(spd_level(level), "{}", log_line(used_form, moment_now(), level, what, values));
}

LogRequest::LogRequest(std::string id) : before_(std::exchange(request_id, std::move(id))) {}

LogRequest::~LogRequest()
{
    request_id = std::move(before_);
}

}  // namespace veche::outside
