//! Logistic regression with an L2 penalty on sparse examples, by Newton's method with conjugate
//! gradients (Lin, Weng and Keerthi 2008, "Trust region Newton method for large-scale logistic
//! regression", here with a line search). No chance is in it: the same examples give the same
//! weights.

/// A post to learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Numbers of its features, each once.
    pub features: Vec<u32>,
    /// What each of them is worth here.
    pub value: f64,
    /// Total of the rules.
    pub rules: f64,
    /// What it is.
    pub partisan: bool,
    /// How much it counts; 1 is usual.
    pub weight: f64,
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// One weight a feature.
    pub weights: Vec<f64>,
    /// Factor of the rules' total.
    pub rules: f64,
    /// Log-odds of nothing.
    pub bias: f64,
}

impl Fitted {
    /// The log-odds of a post.
    pub fn logit(&self, example: &Example) -> f64 {
        let weights = example.features.iter();
        let sum: f64 = weights
            .filter_map(|feature| self.weights.get(*feature as usize))
            .sum();
        self.bias + self.rules * example.rules + example.value * sum
    }
}

const MOST_STEPS: usize = 60;
const MOST_DIRECTIONS: usize = 120;
/// Stops when the gradient is this small beside the first one.
const ENOUGH: f64 = 1e-4;

/// Learns weights of `features` features. A larger `freedom` trusts the examples more and the
/// penalty less.
pub fn fit(examples: &[&Example], features: usize, freedom: f64) -> Fitted {
    let problem = Problem {
        examples,
        features,
        freedom,
    };
    let mut point = vec![0.0; features + 2];
    let mut first = None;
    for _ in 0..MOST_STEPS {
        let (cost, gradient, curvature) = problem.look(&point);
        let steepness = norm(&gradient);
        if steepness <= ENOUGH * *first.get_or_insert(steepness) {
            break;
        }
        let direction = problem.direction(&gradient, &curvature, &point);
        if !problem.walk(&mut point, &direction, cost, dot(&gradient, &direction)) {
            break;
        }
    }
    let bias = point.pop().unwrap_or_default();
    let rules = point.pop().unwrap_or_default().max(0.0);
    Fitted {
        weights: point,
        rules,
        bias,
    }
}

struct Problem<'e> {
    examples: &'e [&'e Example],
    features: usize,
    freedom: f64,
}

impl Problem<'_> {
    /// A row of the design matrix times a vector.
    fn row(&self, example: &Example, vector: &[f64]) -> f64 {
        let weights = example.features.iter();
        let sum: f64 = weights.map(|feature| vector[*feature as usize]).sum();
        example.value * sum + example.rules * vector[self.features] + vector[self.features + 1]
    }

    fn add_row(&self, example: &Example, by: f64, vector: &mut [f64]) {
        for feature in &example.features {
            vector[*feature as usize] += by * example.value;
        }
        vector[self.features] += by * example.rules;
        vector[self.features + 1] += by;
    }

    /// The penalty spares the rules' factor and the bias.
    fn penalised<'v>(&self, vector: &'v [f64]) -> &'v [f64] {
        &vector[..self.features]
    }

    fn cost(&self, point: &[f64]) -> f64 {
        let losses = self.examples.iter().map(|example| {
            let margin = sign(example) * self.row(example, point);
            example.weight * softplus(-margin)
        });
        let shrunk = self.penalised(point);
        self.freedom * losses.sum::<f64>() + 0.5 * dot(shrunk, shrunk)
    }

    /// Cost, gradient and the second derivative of each example's loss.
    fn look(&self, point: &[f64]) -> (f64, Vec<f64>, Vec<f64>) {
        let mut gradient = self.penalised(point).to_vec();
        gradient.resize(self.features + 2, 0.0);
        let mut curvature = Vec::with_capacity(self.examples.len());
        for example in self.examples {
            let share = self.freedom * example.weight;
            let chance = 1.0 / (1.0 + (-self.row(example, point)).exp());
            let truth = f64::from(u8::from(example.partisan));
            self.add_row(example, share * (chance - truth), &mut gradient);
            curvature.push(share * chance * (1.0 - chance));
        }
        (self.cost(point), gradient, curvature)
    }

    /// The Newton direction, roughly: conjugate gradients on the Hessian.
    fn direction(&self, gradient: &[f64], curvature: &[f64], point: &[f64]) -> Vec<f64> {
        let mut direction = vec![0.0; point.len()];
        let mut rest: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
        let mut conjugate = rest.clone();
        let mut size = dot(&rest, &rest);
        let enough = 0.01 * size;
        for _ in 0..MOST_DIRECTIONS {
            let bent = self.bend(&conjugate, curvature);
            let along = dot(&conjugate, &bent);
            if along <= 0.0 || size <= enough {
                break;
            }
            let step = size / along;
            add(&mut direction, step, &conjugate);
            add(&mut rest, -step, &bent);
            let now = dot(&rest, &rest);
            let keep = now / size;
            for (conjugate, rest) in conjugate.iter_mut().zip(&rest) {
                *conjugate = rest + keep * *conjugate;
            }
            size = now;
        }
        direction
    }

    /// The Hessian times a vector.
    fn bend(&self, vector: &[f64], curvature: &[f64]) -> Vec<f64> {
        let mut bent = self.penalised(vector).to_vec();
        bent.resize(self.features + 2, 0.0);
        for (example, curvature) in self.examples.iter().zip(curvature) {
            let by = curvature * self.row(example, vector);
            self.add_row(example, by, &mut bent);
        }
        bent
    }

    /// Halves the step until the cost falls as it should; false when it does not fall any more.
    fn walk(&self, point: &mut Vec<f64>, direction: &[f64], cost: f64, slope: f64) -> bool {
        let mut step = 1.0;
        for _ in 0..30 {
            let mut next = point.clone();
            add(&mut next, step, direction);
            if self.cost(&next) <= cost + 1e-4 * step * slope {
                *point = next;
                return true;
            }
            step /= 2.0;
        }
        false
    }
}

fn sign(example: &Example) -> f64 {
    if example.partisan { 1.0 } else { -1.0 }
}

/// `ln(1 + exp(x))` without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter()
        .zip(right)
        .map(|(left, right)| left * right)
        .sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

fn add(vector: &mut [f64], by: f64, other: &[f64]) {
    for (value, other) in vector.iter_mut().zip(other) {
        *value += by * other;
    }
}
