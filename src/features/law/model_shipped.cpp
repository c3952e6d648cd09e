// What the profile of a town holds until its lawyer says otherwise. docs/rules/law.md tells which of these were read in the source and
// which are to be confirmed.

#include "features/law/model.hpp"

namespace veche::law {

namespace {

using namespace std::chrono;

constexpr Day always{year(2000), January, day(1)};
constexpr Day since_33{year(2025), June, day(19)};  // 33-ФЗ of 20 March 2025 came into force
constexpr Day since_266{year(2022), September,
                        day(1)};  // 266-ФЗ of 14 July 2022: ten working days instead of thirty days
constexpr Day since_59{year(2006), November, day(2)};
constexpr Day since_436{year(2012), September, day(1)};
constexpr Day since_420{year(2025), May, day(30)};

constexpr std::string_view personal_edition = "ред. от 24.06.2025", decided = "решение оператора";

constexpr Norm norms[] = {
    {"age.consent_own", Kind::years, "14", "ГК РФ, ст. 26, 28; 152-ФЗ, ст. 9 ч. 6", personal_edition, always},
    {"age.consent_alone", Kind::years, "18", "ГК РФ, ст. 21; 152-ФЗ, ст. 9 ч. 6", personal_edition, always},
    {"age.tos", Kind::years, "16", "131-ФЗ, ст. 27", "", always},
    {"age.survey", Kind::years, "18", "131-ФЗ, ст. 31", "", always},
    {"age.initiative", Kind::years, "16", "131-ФЗ, ст. 26.1, 31 ч. 2", "", always},
    {"age.initiative", Kind::years, "18", "33-ФЗ", "от 20.03.2025", since_33},
    {"age.marks", Kind::words, "0+, 6+, 12+, 16+, 18+", "436-ФЗ, ст. 6–13", "", since_436},
    {"name.minor", Kind::words, "Имя Ф.", "152-ФЗ, ст. 5 ч. 5; ГК РФ, ст. 152.1", personal_edition, always},
    {"quorum.tos_meeting", Kind::share, "1/3", "131-ФЗ, ст. 27 ч. 6", "", always},
    {"quorum.tos_conference", Kind::share, "2/3", "131-ФЗ, ст. 27 ч. 6", "", always},
    {"quota.initiative_group", Kind::count, "10", "131-ФЗ, ст. 26.1 ч. 2", "", always},
    {"quota.export", Kind::count, "100", "421-ФЗ (УК РФ, ст. 272.1); решение оператора", "", always},
    {"signer.plan", Kind::words, "глава города", "устав города", "", always},
    {"answer.subject", Kind::working_days, "10", "152-ФЗ, ст. 14 ч. 3, ст. 20 ч. 1", "266-ФЗ от 14.07.2022", since_266},
    {"answer.subject_longer", Kind::working_days, "5", "152-ФЗ, ст. 14 ч. 3, ст. 20 ч. 1", "266-ФЗ от 14.07.2022",
     since_266},
    {"answer.distribution", Kind::working_days, "3", "152-ФЗ, ст. 10.1 ч. 14", personal_edition, always},
    {"answer.leak", Kind::hours, "24", "152-ФЗ, ст. 21 ч. 3.1", personal_edition, since_266},
    {"answer.leak_result", Kind::hours, "72", "152-ФЗ, ст. 21 ч. 3.1; КоАП РФ, ст. 13.11", "420-ФЗ от 30.11.2024",
     since_420},
    {"answer.appeal", Kind::days, "30", "59-ФЗ, ст. 12 ч. 1", "", since_59},
    {"answer.appeal_register", Kind::days, "3", "59-ФЗ, ст. 8 ч. 2", "", since_59},
    {"term.participation", Kind::days, "30", "152-ФЗ, ст. 5 ч. 7, ст. 21 ч. 4", personal_edition, always},
    {"term.thanks", Kind::next_year, "31.03", "152-ФЗ, ст. 9; решение оператора", personal_edition, always},
    {"term.proposal_author", Kind::days, "90", "152-ФЗ, ст. 5 ч. 7; решение оператора", personal_edition, always},
    {"term.proposal_undecided", Kind::days, "365", "152-ФЗ, ст. 5 ч. 7; решение оператора", personal_edition, always},
    {"term.closed_account", Kind::days, "1095", "ГК РФ, ст. 196 (срок исковой давности)", "", always},
    {"term.subject_request", Kind::days, "1095", "ГК РФ, ст. 196 (срок исковой давности)", "", always},
    {"term.import", Kind::days, "7", decided, "", always},
};

}  // namespace

std::span<const Norm> shipped()
{
    return norms;
}

}  // namespace veche::law
