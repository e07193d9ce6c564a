// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/requestqueue.h"

#include <QTest>

#include <thread>

using namespace needlescope;

class TestRequestQueue : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheOrder();
    void passesOverAType();
    void cancelTakesOutWhatWaits();
    void cancelStopsWhatRuns();
    void closeStopsAndWakes();
};

void TestRequestQueue::keepsTheOrder()
{
    RequestQueue queue;
    for (std::int64_t id : {1, 2, 3})
        queue.push({id, "generate", {}});
    for (std::int64_t id : {1, 2, 3})
        QCOMPARE(queue.pop()->request.id, id);
    QVERIFY(!queue.tryPop("detect"));
}

void TestRequestQueue::passesOverAType()
{
    RequestQueue queue;
    queue.push({1, "detect", {}});
    queue.push({2, "generate", {}});
    QCOMPARE(queue.tryPop("detect")->request.id, 2);
    QVERIFY(!queue.tryPop("detect"));
    QCOMPARE(queue.pop()->request.id, 1);
}

void TestRequestQueue::cancelTakesOutWhatWaits()
{
    RequestQueue queue;
    queue.push({1, "generate", {}});
    QVERIFY(queue.cancel(1));
    QVERIFY(!queue.cancel(1));
    QVERIFY(!queue.tryPop(""));
}

void TestRequestQueue::cancelStopsWhatRuns()
{
    RequestQueue queue;
    queue.push({1, "generate", {}});
    queue.push({2, "generate", {}});
    const auto first = queue.pop();
    const auto second = queue.pop();
    QVERIFY(!queue.cancel(1));
    QVERIFY(first->stop.stop_requested());
    QVERIFY(!second->stop.stop_requested());
    queue.finish(2);
    queue.cancel(2);
    QVERIFY(!second->stop.stop_requested());
}

void TestRequestQueue::closeStopsAndWakes()
{
    RequestQueue queue;
    queue.push({1, "generate", {}});
    const auto running = queue.pop();
    bool woken = false;
    std::thread waiting([&] { woken = !queue.pop().has_value(); });
    queue.close();
    waiting.join();
    QVERIFY(woken);
    QVERIFY(running->stop.stop_requested());
    queue.push({2, "generate", {}});
    QVERIFY(!queue.pop());
}

QTEST_APPLESS_MAIN(TestRequestQueue)
#include "tst_requestqueue.moc"
