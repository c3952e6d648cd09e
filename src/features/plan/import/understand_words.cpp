#include "features/plan/import/understand_words.hpp"

#include <algorithm>

namespace veche::plan::words {

namespace {

using app::import::ColumnWord, app::import::Says;

// The earliest sure one in a header decides, so "Место и дата" is a place first; "Наименование мероприятия, место и дата" is a title,
// for what is named first is what the column is.
constexpr ColumnWord<Column> all_words[] = {
    {"№", Column::number, Says::whole},
    {"№пп", Column::number, Says::whole},
    {"пп", Column::number, Says::whole},
    {"nпп", Column::number, Says::whole},
    {"n", Column::number, Says::whole},
    {"номер", Column::number, Says::whole},
    {"#", Column::number, Says::whole},
    {"нп", Column::number, Says::whole},
    {"№п", Column::number, Says::whole},
    {"no", Column::number, Says::whole},
    {"номерпп", Column::number, Says::whole},
    {"№№", Column::number, Says::whole},
    {"№ппп", Column::number, Says::whole},
    {"№строки", Column::number, Says::whole},
    {"№мероприятия", Column::number, Says::whole},
    {"порядковыйномер", Column::number, Says::whole},
    {"вид", Column::kind, Says::whole},
    {"тип", Column::kind, Says::whole},
    {"наименованиемероприяти", Column::title, Says::first},
    {"названиемероприяти", Column::title, Says::first},
    {"мероприяти", Column::title, Says::first},
    {"содержаниемероприяти", Column::title, Says::first},
    {"видмероприяти", Column::kind, Says::perhaps},
    {"типмероприяти", Column::kind, Says::perhaps},
    {"видсобыти", Column::kind, Says::perhaps},
    {"типсобыти", Column::kind, Says::perhaps},
    {"возраст", Column::age, Says::perhaps},
    {"срок", Column::when},
    {"дата", Column::when},
    {"даты", Column::when},
    {"время", Column::when},
    {"период", Column::when},
    {"месяц", Column::when},
    {"квартал", Column::when},
    {"когда", Column::when},
    {"начало", Column::when},
    {"начала", Column::when},
    {"окончан", Column::when},
    {"завершен", Column::when},
    {"конец", Column::when},
    {"место", Column::place},
    {"места", Column::place},
    {"площадка", Column::place},
    {"адрес", Column::place},
    {"территория", Column::place},
    {"локация", Column::place},
    {"ответствен", Column::responsible},
    {"исполнител", Column::responsible},
    {"соисполнител", Column::responsible},
    {"организатор", Column::responsible},
    {"ктопроводит", Column::responsible},
    {"участник", Column::audience},
    {"участвующ", Column::audience},
    {"целеваяаудитория", Column::audience},
    {"целеваягруппа", Column::audience},
    {"аудитория", Column::audience},
    {"категория", Column::audience},
    {"категории", Column::audience},
    {"контингент", Column::audience},
    {"охват", Column::audience},
    {"длякого", Column::audience},
    {"зрител", Column::audience},
    {"примечан", Column::other},
    {"отметк", Column::other},
    {"финансир", Column::other},
    {"бюджет", Column::other},
    {"стоимост", Column::other},
    {"результат", Column::other},
    {"телефон", Column::other},
    {"контакт", Column::other},
    {"ссылк", Column::other},
    {"наименован", Column::title, Says::weakly},
    {"названи", Column::title, Says::weakly},
    {"содержани", Column::title, Says::weakly},
    {"мероприяти", Column::title, Says::weakly},
    {"событи", Column::title, Says::weakly},
    {"тема", Column::title, Says::weakly},
};

}  // namespace

std::span<const ColumnWord<Column>> column_words()
{
    return all_words;
}

TimeWords time_words(std::string_view header)
{
    const std::string text = squeezed(header);
    const auto has = [&](std::string_view stem) { return text.find(stem) != std::string::npos; };
    TimeWords words;
    const bool date = has("дата") || has("даты") || has("срок") || has("день") || has("месяц") || has("период");
    words.clock = (has("время") && !date) || text.starts_with("час");
    words.end = has("окончан") || has("завершен") || has("конец") || text == "по" || text == "до" ||
                text.ends_with("датапо") || text.ends_with("датадо") || text.ends_with("срокпо") ||
                text.ends_with("проведенияпо") || text.ends_with("проведениядо");
    words.start = !words.end && (has("начало") || has("начала") || text == "с" || text == "от" ||
                                 text.ends_with("датас") || text.ends_with("датаот") || text.ends_with("срокс") ||
                                 text.ends_with("проведенияс") || text.ends_with("проведенияот"));
    for (const std::string_view stem : {"заяв", "отчет", "подач", "представлен", "предоставл", "оплат", "регистрац",
                                        "согласован", "репетиц", "монтаж", "контрол", "публикац", "размещен"})
        words.another_matter = words.another_matter || has(stem);
    return words;
}

Named what_is_named(std::string_view header)
{
    const std::string text = squeezed(header);
    for (const std::string_view stem : {"мероприят", "событи", "содержани", "тема", "праздник", "акци"})
        if (text.find(stem) != std::string::npos) return Named::events;
    for (const std::string_view name : {"наименование", "наименования", "название", "названия"})
        if (text == name) return Named::anything;
    return Named::something_else;
}

bool says_nothing(std::string_view name)
{
    std::string text = squeezed(name);
    std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
    if (text.empty() || text.find("план") != std::string::npos) return true;
    for (const std::string_view word :
         {"лист", "sheet", "table", "таблица", "страница", "page", "мероприятия", "год", "данные", "№"})
        if (text == word) return true;
    return false;
}

}  // namespace veche::plan::words
