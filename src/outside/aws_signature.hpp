#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/secret.hpp"

namespace veche::outside {

/// AWS Signature Version 4, as S3 wants it: the whole payload in one piece, its digest signed with it.
struct AwsAccount {
    std::string key, region;
    Secret<> secret;
};

struct AwsRequest {
    std::string method;                                        // "GET"
    std::string path;                                          // "/bucket/key", each word encoded by aws_encoded
    std::vector<std::pair<std::string, std::string>> query;    // plain; sorted and encoded here
    std::vector<std::pair<std::string, std::string>> headers;  // small letters, "host" among them
    std::string_view payload;
};

/// Percent-encoding of S3: all but A-Z a-z 0-9 - _ . ~, in capitals.
std::string aws_encoded(std::string_view text);
/// "max-keys=2&prefix=J", sorted; what stands behind the '?'.
std::string aws_query(std::vector<std::pair<std::string, std::string>> query);
/// SHA-256 in hexadecimal: the value of "x-amz-content-sha256".
std::string aws_digest(std::string_view payload);
/// The value of "Authorization". `moment` is "20130524T000000Z", the value of "x-amz-date", which is among the headers.
std::string aws_authorization(const AwsRequest& request, const AwsAccount& account, std::string_view moment);

}  // namespace veche::outside
