// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/settingfields.h"

#include "api/engineerror.h"
#include "language/enginetext.h"
#include "language/language.h"
#include "views/comboitems.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include <limits>

namespace needlescope {

namespace {

using Edited = std::function<void()>;

int parsed(const QString &text, bool &isNumber, int)
{
    return text.toInt(&isNumber);
}

double parsed(const QString &text, bool &isNumber, double)
{
    return text.toDouble(&isNumber);
}

/// Throws EngineError.
template <typename Number>
std::vector<Number> numbersOf(const QString &text)
{
    std::vector<Number> numbers;
    for (const QString &part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        bool isNumber = false;
        numbers.push_back(parsed(part.trimmed(), isNumber, Number()));
        if (!isNumber)
            throw EngineError(
                "'{}' is not a number; write numbers with commas between them, for example 0,50,100.", part.trimmed().toStdString());
    }
    return numbers;
}

template <typename Number>
QString textOf(const std::vector<Number> &numbers)
{
    QStringList parts;
    for (const Number number : numbers)
        parts << QString::number(number);
    return parts.join(QLatin1Char(','));
}

QLineEdit *makeLine(const Edited &edited, QWidget *parent)
{
    auto *line = new QLineEdit(parent);
    QObject::connect(line, &QLineEdit::textEdited, line, edited);
    return line;
}

/// A line that still says what the program put there.
void showText(QLineEdit *line, const QString &text)
{
    if (line->isModified() && !line->text().isEmpty())
        return;
    line->setText(text);
    line->setCursorPosition(0);
}

template <typename Number>
SettingField listField(std::vector<Number> &(*listOf)(StudyRequest &), const Edited &edited, QWidget *parent)
{
    auto *line = makeLine(edited, parent);
    return {line, [line, listOf](StudyRequest &request) { listOf(request) = numbersOf<Number>(line->text()); },
        [line, listOf](const StudyRequest &request) {
            StudyRequest copy = request;
            showText(line, textOf(listOf(copy)));
        }};
}

template <NamedEnum E>
QStringList namesOf()
{
    QStringList names;
    for (const auto &[value, name] : EnumNames<E>::names)
        names << engineWord(name);
    return names;
}

template <NamedEnum E>
SettingField enumField(E &(*valueOf)(StudyRequest &), const Edited &edited, QWidget *parent)
{
    auto *combo = new QComboBox(parent);
    for (const auto &[value, name] : EnumNames<E>::names)
        combo->addItem(QString(), static_cast<int>(value));
    inEveryLanguage(combo, [combo] { setItemTexts(combo, namesOf<E>()); });
    QObject::connect(combo, &QComboBox::activated, combo, edited);
    return {combo, [combo, valueOf](StudyRequest &request) { valueOf(request) = static_cast<E>(combo->currentData().toInt()); }, {}};
}

template <typename Box, typename Value>
SettingField numberField(Value &(*valueOf)(StudyRequest &), double least, double most, const Edited &edited, QWidget *parent)
{
    auto *box = new Box(parent);
    using BoxValue = decltype(box->value());
    box->setRange(static_cast<BoxValue>(least), static_cast<BoxValue>(most));
    StudyRequest usual;
    box->setValue(static_cast<BoxValue>(valueOf(usual)));
    QObject::connect(box, &Box::valueChanged, box, edited);
    return {box, [box, valueOf](StudyRequest &request) { valueOf(request) = static_cast<Value>(box->value()); }, {}};
}

SettingField checkField(Setting setting, const std::function<void(StudyRequest &, bool)> &apply, const Edited &edited, QWidget *parent)
{
    auto *box = new QCheckBox(parent);
    inEveryLanguage(box, [box, setting] { box->setText(engineWord(infoOf(setting).label)); });
    QObject::connect(box, &QCheckBox::toggled, box, edited);
    return {box, [box, apply](StudyRequest &request) { apply(request, box->isChecked()); }, {}};
}

SettingField styleField(const Edited &edited, QWidget *parent)
{
    auto *combo = new QComboBox(parent);
    combo->addItem(QString(), -1);
    for (const auto &[style, name] : EnumNames<AnswerStyle>::names)
        combo->addItem(QString(), static_cast<int>(style));
    inEveryLanguage(combo,
        [combo] { setItemTexts(combo, QStringList{QCoreApplication::translate("SettingFields", "both ways")} + namesOf<AnswerStyle>()); });
    QObject::connect(combo, &QComboBox::activated, combo, edited);
    return {combo,
        [combo](StudyRequest &request) {
            const int chosen = combo->currentData().toInt();
            request.tasks.styles = chosen < 0 ? std::vector{AnswerStyle::AnswerOnly, AnswerStyle::ChainOfThought}
                                              : std::vector{static_cast<AnswerStyle>(chosen)};
        },
        {}};
}

SettingField windowField(const Edited &edited, QWidget *parent)
{
    auto *line = makeLine(edited, parent);
    const auto show = [line](const StudyRequest &request) {
        showText(line, textOf(std::vector{request.masks.how.sinkTokens, request.masks.how.recentTokens}));
    };
    show({});
    return {line,
        [line](StudyRequest &request) {
            const auto sizes = numbersOf<int>(line->text());
            if (sizes.size() != 2)
                throw EngineError("'{}' is not a window; write the numbers of first and of recent tokens with a comma, for example 4,64.",
                    line->text().toStdString());
            request.masks.how.sinkTokens = sizes[0];
            request.masks.how.recentTokens = sizes[1];
        },
        show};
}

SettingField makeField(Setting setting, const Edited &edited, QWidget *parent)
{
    switch (setting) {
    case Setting::Lengths:
        return listField<int>(
            [](StudyRequest & r) -> auto & { return r.tasks.lengths; }, edited, parent);
    case Setting::Depths:
        return listField<double>(
            [](StudyRequest & r) -> auto & { return r.tasks.depths; }, edited, parent);
    case Setting::Ks:
        return listField<int>(
            [](StudyRequest & r) -> auto & { return r.masks.ks; }, edited, parent);
    case Setting::Styles:
        return styleField(edited, parent);
    case Setting::Draws:
        return numberField<QSpinBox, int>(
            [](StudyRequest & r) -> auto & { return r.masks.draws; }, 0, 99, edited, parent);
    case Setting::LayerMatched:
        return checkField(
            setting, [](StudyRequest &r, bool on) { r.masks.layerMatched = on; }, edited, parent);
    case Setting::WholeGroups:
        return checkField(
            setting, [](StudyRequest &r, bool on) { r.masks.wholeGroups = on; }, edited, parent);
    case Setting::MaskKind:
        return enumField<MaskKind>(
            [](StudyRequest & r) -> auto & { return r.masks.how.kind; }, edited, parent);
    case Setting::MaskScope:
        return enumField<MaskScope>(
            [](StudyRequest & r) -> auto & { return r.masks.how.scope; }, edited, parent);
    case Setting::Factor:
        return numberField<QDoubleSpinBox, float>(
            [](StudyRequest & r) -> auto & { return r.masks.how.factor; }, -100, 100, edited, parent);
    case Setting::WindowSize:
        return windowField(edited, parent);
    case Setting::Rule:
        return enumField<ScoreRule>(
            [](StudyRequest & r) -> auto & { return r.rule; }, edited, parent);
    case Setting::MaxTokens:
        return numberField<QSpinBox, int>(
            [](StudyRequest & r) -> auto & { return r.decoding.maxTokens; }, 1, 100000, edited, parent);
    case Setting::Contrast:
        return numberField<QDoubleSpinBox, double>(
            [](StudyRequest & r) -> auto & { return r.decoding.contrast; }, 0, 100, edited, parent);
    case Setting::Seed:
        return numberField<QSpinBox, std::uint64_t>(
            [](StudyRequest & r) -> auto & { return r.seed; }, 1, std::numeric_limits<int>::max(), edited, parent);
    case Setting::Quick:
        return checkField(
            setting, [](StudyRequest &r, bool all) { r.quick = !all; }, edited, parent);
    case Setting::Needles:
    case Setting::Haystacks:
    case Setting::Items:
    case Setting::Ranking:
        return {};
    }
    return {};
}

} // namespace

QString fieldName(Setting setting)
{
    return QString::fromLatin1(infoOf(setting).option).remove(0, 2);
}

SettingField makeSettingField(Setting setting, const std::function<void()> &edited, QWidget *parent)
{
    SettingField field = makeField(setting, edited, parent);
    if (field.widget)
        field.widget->setObjectName(fieldName(setting));
    return field;
}

} // namespace needlescope
