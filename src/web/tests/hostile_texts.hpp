#pragma once

#include <string>
#include <vector>

namespace veche::web::tests {

/// What people have typed into forms to make a page run their script. None of it may become markup anywhere.
inline const std::vector<std::string>& hostile_texts()
{
    static const std::vector<std::string> texts = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<body onload=alert(1)>",
        "<iframe src=javascript:alert(1)>",
        "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<object data=javascript:alert(1)>",
        "<embed src=javascript:alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<form action=javascript:alert(1)><input type=submit>",
        "<input autofocus onfocus=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<style>@import'//evil.example/x.css'</style>",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<base href=//evil.example/>",
        "<textarea><script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "--><script>alert(1)</script>",
        "]]><script>alert(1)</script>",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>",
        "\"><script>alert(1)</script>",
        "'><script>alert(1)</script>",
        "\" onmouseover=\"alert(1)",
        "' onmouseover='alert(1)",
        "` onmouseover=alert(1)",
        "\" autofocus onfocus=alert(1) x=\"",
        "x\" style=\"background:url(javascript:alert(1))",
        "<<script>alert(1)//<</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        std::string("<scr\0ipt>alert(1)</scr\0ipt>", 27),
        "<img/src=x/onerror=alert(1)>",
        "<img\nsrc=x\nonerror=alert(1)>",
        "<a\thref=\"java\tscript:alert(1)\">x</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "&quot;onmouseover=alert(1)",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
        "\xC0\xBCscript\xC0\xBE"
        "alert(1)",
        "\xEF\xBC\x9Cscript\xEF\xBC\x9E"
        "alert(1)",
        "\xE2\x80\xAE<script>alert(1)</script>",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "{{name}} {{{name}}} {{>page}}",
        "{{#x}}<b>{{/x}}",
        "${alert(1)} #{alert(1)} <%= 1 %>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<portal src=javascript:alert(1)>",
        "<x contenteditable onblur=alert(1)>",
        "<isindex action=javascript:alert(1) type=image>",
        "'\"><&",
    };
    return texts;
}

/// Addresses that are no addresses of people.
inline const std::vector<std::string>& hostile_addresses()
{
    static const std::vector<std::string> addresses = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "\tjavascript:alert(1)",
        "\x01javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "java\rscript:alert(1)",
        "javascript\t:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "javascript%3Aalert(1)",
        "javascript://http://example.org/%0Aalert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "blob:http://example.org/1",
        "file:///etc/passwd",
        "view-source:javascript:alert(1)",
        "feed:javascript:alert(1)",
        "ftp://example.org/",
        "//evil.example",
        "//evil.example/plan",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "/plan\n",
        "/plan\t/x",
        "",
        " ",
        "plan/2021",
        "../plan",
        "https",
        "http;//example.org",
        "https.evil:x",
        "ht tp://example.org",
        "\xE2\x80\x8Bjavascript:alert(1)",
        "\xEF\xBB\xBFjavascript:alert(1)",
        ":javascript:alert(1)",
        "1javascript:alert(1)",
    };
    return addresses;
}

}  // namespace veche::web::tests
