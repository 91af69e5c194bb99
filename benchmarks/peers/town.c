/* TrustTown in C: a month of six phases, with the chance of model/chance.py. `in_c.py` compiles and calls it.
   Compiled with -ffp-contract=off, it gives the same bits as own.py. */

#include <math.h>
#include <stdint.h>

enum { TIES = 8, DIMENSIONS = 6, SEEN = 4, QUINTILES = 5, CLASSES = 101, BLOCK = 512, AT_ONCE = 64 };
enum { ARRIVAL = 1, MONTHLY, NEED, ENCOUNTER };

typedef struct {
    int64_t citizens, month, capacity, applicants, served;
    uint64_t seed;
    double fit_sum;
    double arrival, intercept, by_trust, by_resources, slip, narrowness, returns, gain, loss, waiting, influence;
    double *trust, *resources, *vector, *before, *outcomes;
    uint32_t *ties, *take_up, *order, *again, *rows, *keys;
    uint8_t *quintile, *need, *benefit;
    int64_t *counts, *benefits, *people;
} Town;

static const double SCALE = 1.0 / 4294967296.0;

static inline void philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint64_t seed, uint32_t out[4]) {
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        uint32_t d0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, d2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        c0 = d0;
        c2 = d2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

static double tail(double u) {
    double q = sqrt(-2.0 * log(u));
    return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00) * q -
              2.549732539343734e00) * q + 4.374664141464968e00) * q + 2.938163982698783e00) /
           ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q +
             3.754408661907416e00) * q + 1.0);
}

static inline double middle(double u) {
    double q = u - 0.5, r = q * q;
    return (((((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r +
              1.383577518672690e02) * r - 3.066479806614716e01) * r + 2.506628277459239e00) * q /
           (((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r +
              6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0);
}

/* Normals of many agents side by side: out[x][k] is number x of agent k. Tails first, then all others together. */
static void normals(const Town *t, uint32_t stream, const uint32_t *restrict agents, int64_t many, int blocks,
                    double (*restrict out)[AT_ONCE]) {
    const uint64_t seed = t->seed;
    const uint32_t now = (uint32_t)t->month;
    for (int block = 0; block < blocks; block++) {
        double *restrict a = out[4 * block], *restrict b = out[4 * block + 1];
        double *restrict c = out[4 * block + 2], *restrict d = out[4 * block + 3];
        for (int64_t k = 0; k < many; k++) {
            uint32_t words[4];
            philox(agents[k], now, (uint32_t)block, stream, seed, words);
            a[k] = ((double)words[0] + 0.5) * SCALE;
            b[k] = ((double)words[1] + 0.5) * SCALE;
            c[k] = ((double)words[2] + 0.5) * SCALE;
            d[k] = ((double)words[3] + 0.5) * SCALE;
        }
    }
    for (int x = 0; x < 4 * blocks; x++) {
        double *restrict row = out[x];
        for (int64_t k = 0; k < many; k++) {
            if (row[k] < 0.02425) row[k] = tail(row[k]);
            else if (row[k] > 1.0 - 0.02425) row[k] = -tail(1.0 - row[k]);
        }
        for (int64_t k = 0; k < many; k++) {
            const double z = middle(row[k]);
            row[k] = fabs(row[k]) < 1.0 ? z : row[k];
        }
    }
}

static void arrive(Town *t) {
    uint32_t words[BLOCK];
    double normal[8][AT_ONCE];
    const uint32_t most = (uint32_t)(t->arrival / SCALE), now = (uint32_t)t->month;
    const uint64_t seed = t->seed;
    uint32_t *restrict rows = t->rows;
    const uint8_t *restrict need = t->need;
    int64_t many = 0;
    for (int64_t first = 0; first < t->citizens; first += BLOCK) {
        const int64_t rest = t->citizens - first, size = rest < BLOCK ? rest : BLOCK;
        for (int64_t k = 0; k < (size + 3) / 4; k++) philox((uint32_t)(first / 4 + k), now, 0, ARRIVAL, seed, words + 4 * k);
        for (int64_t k = 0; k < size; k++) {
            rows[many] = (uint32_t)(first + k);
            many += (words[k] < most) & (need[first + k] == 0);
        }
    }
    for (int64_t first = 0; first < many; first += AT_ONCE) {
        const int64_t rest = many - first, size = rest < AT_ONCE ? rest : AT_ONCE;
        normals(t, NEED, rows + first, size, 2, normal);
        for (int64_t k = 0; k < size; k++) {
            const int64_t i = rows[first + k];
            t->need[i] = 1;
            for (int x = 0; x < DIMENSIONS; x++) t->vector[i * DIMENSIONS + x] = normal[x][k];
        }
    }
}

static void take_up(Town *t) {
    const uint8_t *restrict need = t->need;
    uint32_t *restrict rows = t->rows, *restrict take_up = t->take_up, *restrict order = t->order;
    uint32_t *restrict again = t->again;
    const int64_t n = t->citizens;
    const uint32_t now = (uint32_t)t->month;
    const uint64_t seed = t->seed;
    int64_t many = 0, applied = 0;
    for (int64_t i = 0; i < n; i++) {
        rows[many] = (uint32_t)i;
        many += need[i];
    }
    for (int64_t k = 0; k < many; k++) {
        uint32_t words[4];
        philox(rows[k], now, 0, MONTHLY, seed, words);
        take_up[k] = words[0];
        order[k] = words[1];
        again[k] = words[2];
    }
    for (int64_t k = 0; k < many; k++) {
        const uint32_t i = rows[k];
        rows[applied] = i;
        order[applied] = order[k];
        again[applied] = again[k];
        const double u = ((double)take_up[k] + 0.5) * SCALE;
        const double odds = t->intercept + t->by_trust * t->trust[i] + t->by_resources * t->resources[i];
        applied += u < 1.0 / (1.0 + exp(-odds));
    }
    t->applicants = applied;
}

static uint32_t smallest(uint32_t *keys, int64_t many, int64_t wanted) {
    int64_t low = 0, high = many - 1, place = wanted - 1;
    while (low < high) {
        const uint32_t pivot = keys[(low + high) / 2];
        int64_t i = low, j = high;
        while (i <= j) {
            while (keys[i] < pivot) i++;
            while (keys[j] > pivot) j--;
            if (i <= j) {
                const uint32_t key = keys[i];
                keys[i++] = keys[j];
                keys[j--] = key;
            }
        }
        if (place <= j) high = j;
        else if (place >= i) low = i;
        else break;
    }
    return keys[place];
}

static void queue(Town *t) {
    t->served = t->applicants;
    if (t->applicants <= t->capacity) return;
    uint32_t *restrict rows = t->rows, *restrict order = t->order, *restrict again = t->again;
    for (int64_t k = 0; k < t->applicants; k++) t->keys[k] = order[k];
    const uint32_t last = smallest(t->keys, t->applicants, t->capacity);
    int64_t ahead = 0, served = 0;
    for (int64_t k = 0; k < t->applicants; k++) ahead += order[k] < last;
    int64_t equal = t->capacity - ahead;
    for (int64_t k = 0; k < t->applicants; k++) {
        const uint32_t key = order[k];
        if (key < last || (key == last && equal > 0)) {
            equal -= key == last;
            rows[served] = rows[k];
            again[served++] = again[k];
        } else {
            t->trust[rows[k]] *= 1.0 - t->waiting;
        }
    }
    t->served = served;
}

static void serve(Town *t) {
    double total = 0.0, slips[SEEN][AT_ONCE];
    for (int64_t first = 0; first < t->served; first += AT_ONCE) {
        const int64_t rest = t->served - first, size = rest < AT_ONCE ? rest : AT_ONCE;
        normals(t, ENCOUNTER, t->rows + first, size, 1, slips);
        for (int64_t k = 0; k < size; k++) {
            const uint32_t i = t->rows[first + k];
            const double *vector = t->vector + (int64_t)i * DIMENSIONS;
            double distance = 0.0;
            for (int x = 0; x < SEEN; x++) {
                const double off = t->slip * (vector[x] + slips[x][k]);
                distance += off * off;
            }
            for (int x = SEEN; x < DIMENSIONS; x++) distance += vector[x] * vector[x];
            const double fit = exp(-t->narrowness * distance), gap = fit - t->trust[i];
            total += fit;
            t->trust[i] += (gap > 0.0 ? t->gain : t->loss) * gap;
            t->need[i] = ((double)t->again[first + k] + 0.5) * SCALE < t->returns * (1.0 - fit);
            const int64_t before = t->benefit[i], now = (int64_t)(100.0 * fit + 0.5);
            t->counts[before]--;
            t->counts[now]++;
            t->benefits[t->quintile[i]] += now - before;
            t->benefit[i] = (uint8_t)now;
        }
    }
    t->fit_sum = total;
}

static void talk(Town *t) {
    double *restrict before = t->before, *restrict level = t->trust;
    const uint32_t *restrict ties = t->ties;
    const uint8_t *restrict need = t->need;
    const int64_t n = t->citizens;
    double trust = 0.0;
    int64_t needs = 0;
    for (int64_t i = 0; i < n; i++) before[i] = level[i];
    for (int64_t i = 0; i < n; i++) {
        double others = 0.0;
        for (int k = 0; k < TIES; k++) others += before[ties[i * TIES + k]];
        const double now = before[i] + t->influence * (others * (1.0 / TIES) - before[i]);
        level[i] = now;
        trust += now;
        needs += need[i];
    }
    t->outcomes[1] = (double)needs / (double)n;
    t->outcomes[2] = trust / (double)n;
}

static void measure(Town *t) {
    const int64_t n = t->citizens, *counts = t->counts;
    int64_t below = 0, total = 0, ranked = 0;
    t->outcomes[0] = t->served > 0 ? t->fit_sum / (double)t->served : 0.0;
    for (int64_t value = 0; value < CLASSES; value++) {
        const int64_t many = counts[value];
        ranked += value * (many * below + many * (many + 1) / 2);
        total += value * many;
        below += many;
    }
    t->outcomes[3] = total > 0 ? 2.0 * (double)ranked / ((double)n * (double)total) - ((double)n + 1.0) / (double)n : 0.0;
    t->outcomes[4] = ((double)t->benefits[QUINTILES - 1] / (double)t->people[QUINTILES - 1] -
                      (double)t->benefits[0] / (double)t->people[0]) * 0.01;
}

void live_a_month(Town *t) {
    arrive(t);
    take_up(t);
    queue(t);
    serve(t);
    talk(t);
    measure(t);
    t->month++;
}
