#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace veche::outside {

enum class LogForm { text, json };
enum class LogLevel { debug, info, warning, error };

/// Called once by main before other threads start: lines go to standard error, those under `least` are left out.
/// Without this call the form is text and the least level info.
void set_up_log(LogForm form, LogLevel least);

using LogValues = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// One line: moment (UTC), level, request id if there is one, what happened, values. Whatever comes from outside goes
/// into the values, never into `what`; control characters and quotes are escaped in both forms, so nobody can forge a
/// line.
void log(LogLevel level, std::string_view what, LogValues values = {});

/// While it lives, the lines of this thread carry the request id.
class LogRequest {
public:
    explicit LogRequest(std::string id);
    ~LogRequest();
    LogRequest(const LogRequest&) = delete;
    LogRequest& operator=(const LogRequest&) = delete;

private:
    std::string before_;
};

/// The line itself without its end, as `log` writes it; `moment` as it shall stand in it.
std::string log_line(LogForm form, std::string_view moment, LogLevel level, std::string_view what, LogValues values);

}  // namespace veche::outside
