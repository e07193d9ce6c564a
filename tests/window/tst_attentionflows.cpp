// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/attentionflows.h"

#include <QTest>

using namespace needlescope;

class TestAttentionFlows : public QObject
{
    Q_OBJECT

private slots:
    void meanIsOverHeads();
    void onlyWhatStandsOutFlows();
    void noHeadsGiveNothing();
};

namespace {

/// Two heads over five keys.
AttentionRows rows()
{
    AttentionRows rows;
    rows.request.heads = {{1, 2}, {3, 4}};
    rows.nKeys = 5;
    rows.weights = {0.04F, 0.90F, 0.02F, 0.03F, 0.01F, //
        0.25F, 0.10F, 0.05F, 0.20F, 0.40F};
    return rows;
}

} // namespace

void TestAttentionFlows::meanIsOverHeads()
{
    const auto mean = meanAttention(rows());
    QCOMPARE(mean.size(), std::size_t(5));
    QCOMPARE(mean[1], 0.5F);
    QCOMPARE(mean[4], 0.205F);
}

void TestAttentionFlows::onlyWhatStandsOutFlows()
{
    const auto flows = strongestFlows(rows());
    QStringList told;
    for (const Flow &flow : flows)
        told += QStringLiteral("%1>%2").arg(QString::fromStdString(toString(flow.head))).arg(flow.key);
    QCOMPARE(told.join(' '), QStringLiteral("L1H2>1 L3H4>4 L3H4>0 L3H4>3"));
    QCOMPARE(flows.front().weight, 0.90F);
}

void TestAttentionFlows::noHeadsGiveNothing()
{
    QVERIFY(meanAttention({}).empty());
    QVERIFY(strongestFlows({}).empty());
}

QTEST_GUILESS_MAIN(TestAttentionFlows)
#include "tst_attentionflows.moc"
