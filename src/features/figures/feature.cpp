#include "features/figures/feature.hpp"

#include "features/figures/access.hpp"
#include "features/figures/edges.hpp"

namespace veche::figures {

app::Feature feature()
{
    app::Feature feature;
    feature.name = "figures";
    feature.mount = [](app::Routes& routes) {
        mount_portal(routes);
        mount_api(routes);
    };
    feature.sitemap = [](app::View&) { return std::vector<app::SitemapEntry>{{"/figures", {}}}; };
    feature.openapi = openapi_part;
    return feature;
}

}  // namespace veche::figures
