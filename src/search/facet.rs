//! Counting the values of a field over the hits. Exact: every hit of every segment is counted.

use std::collections::HashMap;
use std::io;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::Facet;

/// How often each value occurs among the hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The field.
    pub facet: Facet,
    /// Values and number of hits, most hits first, then in alphabetical order. A post with
    /// several values counts for each.
    pub values: Vec<(String, u64)>,
}

/// Counts several facets and the hits in one pass.
pub(super) struct Counter(pub(super) Vec<Facet>);

/// What was counted, and the number of hits.
pub(super) type Counted = (Vec<FacetCounts>, u64);

/// Facets of one segment, and hits.
type Counts = (Vec<HashMap<String, u64>>, u64);

impl Collector for Counter {
    type Fruit = Counted;
    type Child = SegmentCounter;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentCounter> {
        let mut columns = Vec::with_capacity(self.0.len());
        for facet in &self.0 {
            let column = segment.fast_fields().str(facet.field().as_str())?;
            columns.push(column.map(|column| {
                let counts = vec![0; column.num_terms()];
                (column, counts)
            }));
        }
        Ok(SegmentCounter { columns, hits: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<io::Result<Counts>>) -> tantivy::Result<Self::Fruit> {
        let mut totals = vec![HashMap::new(); self.0.len()];
        let mut hits = 0;
        for segment in segments {
            let (counts, segment_hits) = segment?;
            hits += segment_hits;
            for (total, counts) in totals.iter_mut().zip(counts) {
                for (value, count) in counts {
                    *total.entry(value).or_insert(0) += count;
                }
            }
        }
        let facets = self.0.iter().zip(totals).map(|(facet, total)| FacetCounts {
            facet: *facet,
            values: sorted(total),
        });
        Ok((facets.collect(), hits))
    }
}

fn sorted(counts: HashMap<String, u64>) -> Vec<(String, u64)> {
    let mut values: Vec<_> = counts.into_iter().collect();
    values.sort_by(|(a, count_a), (b, count_b)| count_b.cmp(count_a).then_with(|| a.cmp(b)));
    values
}

/// Counts by the ordinal of the value in the segment's dictionary.
pub(super) struct SegmentCounter {
    columns: Vec<Option<(StrColumn, Vec<u64>)>>,
    hits: u64,
}

impl SegmentCollector for SegmentCounter {
    type Fruit = io::Result<Counts>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.hits += 1;
        for (column, counts) in self.columns.iter_mut().flatten() {
            for ordinal in column.term_ords(document) {
                if let Some(count) = usize::try_from(ordinal)
                    .ok()
                    .and_then(|at| counts.get_mut(at))
                {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> io::Result<Counts> {
        let columns = self.columns.into_iter().map(|column| match column {
            Some((column, counts)) => named(&column, &counts),
            None => Ok(HashMap::new()),
        });
        Ok((columns.collect::<io::Result<_>>()?, self.hits))
    }
}

fn named(column: &StrColumn, counts: &[u64]) -> io::Result<HashMap<String, u64>> {
    let mut named = HashMap::new();
    for (ordinal, count) in (0..).zip(counts).filter(|(_, count)| **count > 0) {
        let mut value = String::new();
        column.ord_to_str(ordinal, &mut value)?;
        named.insert(value, *count);
    }
    Ok(named)
}
