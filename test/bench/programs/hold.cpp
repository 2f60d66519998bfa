// The hold model on std::priority_queue, with the same key (time, rank, order of scheduling), the same payload and
// the same table of increments as hold.mjs. Prints { n: CPU nanoseconds an event }.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <vector>

struct Event {
  double time;
  double rank;
  uint64_t sequence;
  int32_t handler;
  int32_t subject;
};

struct Later {
  bool operator()(const Event &a, const Event &b) const {
    if (a.time != b.time) return a.time > b.time;
    if (a.rank != b.rank) return a.rank > b.rank;
    return a.sequence > b.sequence;
  }
};

static const int EVENTS = 4000000;
static const int TABLE = 1 << 16;
static double increments[TABLE];

static double hold(int n, int events) {
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  uint64_t scheduled = 0;
  for (int i = 0; i < n; i++) queue.push({increments[i & (TABLE - 1)], double(i), scheduled++, 0, i});
  const clock_t begin = clock();
  for (int i = 0; i < events; i++) {
    const Event next = queue.top();
    queue.pop();
    queue.push({next.time + increments[i & (TABLE - 1)], double(next.subject), scheduled++, next.handler, next.subject});
  }
  return double(clock() - begin) / CLOCKS_PER_SEC * 1e9 / events;
}

int main(int count, char **sizes) {
  uint32_t word = 12345;
  for (int i = 0; i < TABLE; i++) {
    word = word * 1664525u + 1013904223u;
    increments[i] = std::round(-1e9 * std::log((word + 1.0) / 4294967296.0));
  }
  for (int i = 1; i < count; i++) hold(std::atoi(sizes[i]), EVENTS / 10);
  for (int i = 1; i < count; i++) {
    const int n = std::atoi(sizes[i]);
    std::printf("%s\"%d\": %.3f", i == 1 ? "{" : ", ", n, hold(n, EVENTS));
  }
  std::printf("}\n");
}
