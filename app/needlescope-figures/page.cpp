// SPDX-License-Identifier: GPL-3.0-or-later
#include "page.h"

#include "api/engineerror.h"
#include "api/json.h"

#include <QFile>
#include <QSaveFile>
#include <QString>

#include <fstream>

namespace needlescope {

namespace {

constexpr auto style = R"(
:root { color-scheme: light; }
body { font: 16px/1.5 "Helvetica Neue", Arial, sans-serif; color: #1c1c22; background: #fff; margin: 0 auto; max-width: 52rem; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.15rem; margin: 2.6rem 0 .4rem; display: flex; gap: .6rem; align-items: baseline; flex-wrap: wrap; }
p { margin: .3rem 0; } .lead { color: #55555f; }
.claim { color: #55555f; } .claim::before { content: "The paper: "; font-weight: 600; }
.number::before { content: "Here: "; font-weight: 600; } .why { color: #6a6a74; font-size: .875rem; }
.verdict { font-size: .8rem; font-weight: 600; border-radius: 1rem; padding: .1rem .7rem; color: #fff; white-space: nowrap; }
.holds { background: #00724f; } .in-part { background: #8a5a00; } .does-not { background: #a33400; } .not-measured { background: #55555f; }
figure { margin: .8rem 0 0; } figure svg { max-width: 100%; height: auto; border: 1px solid #e6e6ea; border-radius: 6px; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .92rem; } td, th { text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid #e6e6ea; }
footer { margin-top: 3rem; font-size: .85rem; color: #55555f; overflow-wrap: anywhere; }
@media print { h2, figure, p { break-inside: avoid; } body { max-width: none; padding: 0; } }
)";

QString escaped(const nlohmann::json &json, const char *key)
{
    return QString::fromStdString(json.value(key, std::string())).toHtmlEscaped();
}

QString verdictBadge(const nlohmann::json &section)
{
    const QString verdict = escaped(section, "verdict");
    return QStringLiteral("<span class=\"verdict %1\">%2</span>")
        .arg(QString(verdict).replace(QLatin1Char(' '), QLatin1Char('-')), verdict);
}

/// Without the XML declaration, so that it can stand inside HTML. Ids of one figure must not be those of another.
QString inlineSvg(const std::filesystem::path &file, int number)
{
    QFile svg(QString::fromStdString(file.string()));
    if (!svg.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(svg.readAll());
    text.remove(0, std::max<qsizetype>(0, text.indexOf(QLatin1String("<svg"))));
    const QString prefix = QStringLiteral("f%1-").arg(number);
    text.replace(QLatin1String(" id=\""), QLatin1String(" id=\"") + prefix);
    text.replace(QLatin1String("url(#"), QLatin1String("url(#") + prefix);
    text.replace(QLatin1String("href=\"#"), QLatin1String("href=\"#") + prefix);
    return QStringLiteral("<figure>%1</figure>").arg(text);
}

QString sectionHtml(const nlohmann::json &section, const std::filesystem::path &folder, int &figures)
{
    QString html = QStringLiteral(
        "<section><h2 id=\"s%1\">%2 %3</h2>\n<p class=\"claim\">%4</p>\n<p class=\"number\">%5</p>\n<p class=\"why\">%6</p>\n")
                       .arg(QString::number(figures), escaped(section, "title"), verdictBadge(section), escaped(section, "claim"),
                           escaped(section, "number"), escaped(section, "why"));
    for (const auto &figure : section.value("figures", std::vector<std::string>()))
        html += inlineSvg(folder / figure, ++figures);
    return html + QStringLiteral("</section>\n");
}

QString overviewHtml(const nlohmann::json &claims)
{
    QString html = QStringLiteral("<table><tr><th>Claim</th><th>Verdict</th></tr>\n");
    for (const auto &section : claims.at("sections"))
        html += QStringLiteral("<tr><td>%1</td><td>%2</td></tr>\n").arg(escaped(section, "title"), verdictBadge(section));
    return html + QStringLiteral("</table>\n");
}

QString footerHtml(const nlohmann::json &claims)
{
    QString html = QStringLiteral("<footer><p>%1, %2, %3</p>")
                       .arg(escaped(claims, "program"), escaped(claims, "versions"), escaped(claims, "created"));
    for (const auto &model : claims.value("models", nlohmann::json::array()))
        html += QStringLiteral("<p>%1: %2</p>").arg(escaped(model, "name"), escaped(model, "hash"));
    return html + QStringLiteral("<p>Runs, figures and tables lie beside this page; each holds where it comes from.</p></footer>");
}

QString pageHtml(const nlohmann::json &claims, const std::filesystem::path &folder)
{
    int figures = 0;
    QString sections;
    for (const auto &section : claims.at("sections"))
        sections += sectionHtml(section, folder, figures);
    return QStringLiteral("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                          "content=\"width=device-width, initial-scale=1\">\n<title>Retrieval heads, reproduced</title>\n<style>")
        + QString::fromUtf8(style)
        + QStringLiteral(
            "</style></head>\n<body>\n<h1>Retrieval heads, reproduced</h1>\n<p class=\"lead\">The experiments of Wu et al. 2024, "
            "“Retrieval Head Mechanistically Explains Long-Context Factuality”, repeated on the models of this machine. %1</p>\n")
              .arg(escaped(claims, "note"))
        + overviewHtml(claims) + sections + footerHtml(claims) + QStringLiteral("\n</body></html>\n");
}

} // namespace

std::filesystem::path writePage(const std::filesystem::path &folder)
{
    const auto source = folder / "claims.json";
    std::ifstream stream(source);
    const auto claims = nlohmann::json::parse(stream, nullptr, false);
    if (!claims.is_object() || !claims.contains("sections"))
        throw EngineError("'{}' is missing or damaged; 'needlescope-cli reproduce --out {}' writes it.", source.string(), folder.string());
    auto file = folder / "index.html";
    const QByteArray html = pageHtml(claims, folder).toUtf8();
    QSaveFile page(QString::fromStdString(file.string()));
    if (!page.open(QIODevice::WriteOnly) || page.write(html) != html.size() || !page.commit())
        throw EngineError("The page '{}' could not be written ({}); check the folder and the room on the disk.", file.string(),
            page.errorString().toStdString());
    return file;
}

} // namespace needlescope
