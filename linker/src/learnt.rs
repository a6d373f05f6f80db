//! Learnt by `link-learn`; not to be edited by hand.

use crate::weights::{AttributeWeights, Weights};

/// What was learnt.
#[rustfmt::skip]
#[allow(clippy::approx_constant, clippy::unreadable_literal)] // numbers happen
pub static LEARNT: Weights = Weights {
    attributes: [
        // family
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.7762, persistence_weight: 0.6011, expected: [0.8119, 0.5213, 0.9931, 0.8961, 0.563, 0.9] },
        // architecture
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.06991, 0.06991, 0.0002532, 0.06887, 0.0004051, 0.0001266, 0.0002532], agreement_weight: 0.6094, persistence_weight: 0.6003, expected: [0.9736, 0.7156, 0.3, 0.6585, 0.8905, 0.9] },
        // model
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.9918, 0.9918, 0.002937, 0.2165, 0.7679, 0.001468, 0.002937], agreement_weight: 0.595, persistence_weight: 0.6, expected: [0.3, 0.3, 0.3, 0.01842, 0.3, 0.9] },
        // platform
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.6059, persistence_weight: 0.6011, expected: [0.9995, 0.9964, 0.9931, 0.9952, 0.9841, 0.9] },
        // browser_version
        AttributeWeights { toggles: 0.0005, rate: 0.03703, with_update: 0.0, own_changes: [1.0, 0.0008005, 0.9976, 0.0006404, 0.0006404, 0.0001601, 0.0001601], other_levels: [0.4899, 0.4899, 0.3276, 0.02329, 0.0001315, 0.01875, 0.1201], agreement_weight: 0.3348, persistence_weight: 0.3362, expected: [0.1668, 0.08257, 0.164, 0.129, 0.1521, 0.9] },
        // system_version
        AttributeWeights { toggles: 0.001756, rate: 0.006503, with_update: 0.03935, own_changes: [1.0, 0.003172, 0.9905, 0.002538, 0.002538, 0.0006345, 0.0006345], other_levels: [0.5657, 0.5657, 0.08345, 0.1253, 0.002356, 0.02704, 0.3275], agreement_weight: 0.825, persistence_weight: 0.9376, expected: [0.553, 0.1657, 0.7083, 0.22, 0.3953, 0.9] },
        // header_order
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.1984, 0.2381, 0.1587, 0.3254, 0.03968, 0.03968], other_levels: [0.004581, 0.004581, 0.0001436, 0.000359, 0.001967, 0.001967, 0.0001436], agreement_weight: 0.6061, persistence_weight: 0.6011, expected: [0.8119, 0.5076, 0.9931, 0.8961, 0.563, 0.9] },
        // accept
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.0704, 0.0704, 0.000168, 0.06361, 0.002856, 0.003595, 0.000168], agreement_weight: 0.6226, persistence_weight: 0.6409, expected: [0.9152, 0.4812, 0.9931, 0.8242, 0.8922, 0.9] },
        // encoding
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.6013, persistence_weight: 0.6011, expected: [0.9995, 0.5213, 0.9931, 0.9952, 0.9841, 0.9] },
        // languages
        AttributeWeights { toggles: 0.0009369, rate: 0.00229, with_update: 0.005255, own_changes: [1.0, 0.4815, 0.2187, 0.2641, 0.02683, 0.00716, 0.001725], other_levels: [0.83, 0.83, 0.08951, 0.6934, 0.02717, 0.0197, 0.0001698], agreement_weight: 0.9428, persistence_weight: 0.7063, expected: [0.1449, 0.1987, 0.2348, 0.1609, 0.1328, 0.9] },
        // timezone
        AttributeWeights { toggles: 0.00329, rate: 0.003859, with_update: 0.0, own_changes: [1.0, 0.4764, 0.006066, 0.5115, 0.004044, 0.001011, 0.001011], other_levels: [0.893, 0.893, 0.0001698, 0.8754, 0.01129, 0.005969, 0.0001698], agreement_weight: 0.8009, persistence_weight: 0.5763, expected: [0.1079, 0.09527, 0.1429, 0.1073, 0.09648, 0.9] },
        // offset
        AttributeWeights { toggles: 0.00329, rate: 0.007739, with_update: 0.01655, own_changes: [1.0, 0.256, 0.5094, 0.2297, 0.003817, 0.0005338, 0.0005338], other_levels: [0.8521, 0.8521, 0.08624, 0.7503, 0.008818, 0.006576, 0.0001698], agreement_weight: 0.55, persistence_weight: 0.2363, expected: [0.1199, 0.08486, 0.1036, 0.1113, 0.084, 0.9] },
        // gpu_vendor
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.4098, 0.4098, 0.0001696, 0.3671, 0.02266, 0.01968, 0.0001696], agreement_weight: 0.6167, persistence_weight: 0.6011, expected: [0.3924, 0.5076, 0.9931, 0.4026, 0.5255, 0.9] },
        // gpu
        AttributeWeights { toggles: 0.0006844, rate: 0.00229, with_update: 0.004648, own_changes: [1.0, 0.4624, 0.519, 0.00744, 0.00744, 0.00186, 0.00186], other_levels: [0.7675, 0.7675, 0.1011, 0.3233, 0.2838, 0.05915, 0.0001698], agreement_weight: 0.6951, persistence_weight: 0.4294, expected: [0.01506, 0.1964, 0.9931, 0.05737, 0.04994, 0.9] },
        // webgl
        AttributeWeights { toggles: 0.0006844, rate: 0.00229, with_update: 0.121, own_changes: [1.0, 0.1961, 0.004965, 0.3673, 0.4195, 0.01125, 0.0008274], other_levels: [0.787, 0.787, 0.0001698, 0.3648, 0.3568, 0.06504, 0.0001698], agreement_weight: 0.5494, persistence_weight: 0.3086, expected: [0.01059, 0.09248, 0.9622, 0.03191, 0.04086, 0.9] },
        // canvas
        AttributeWeights { toggles: 0.08894, rate: 0.01096, with_update: 0.1665, own_changes: [1.0, 0.2477, 0.0006168, 0.1585, 0.5899, 0.003125, 0.0001028], other_levels: [0.8061, 0.8061, 0.0001698, 0.3206, 0.4159, 0.06934, 0.0001698], agreement_weight: 0.6327, persistence_weight: 0.6011, expected: [0.007323, 0.2152, 0.7387, 0.01256, 0.05789, 0.9] },
        // cores
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.6349, 0.6349, 0.0001698, 0.5748, 0.02978, 0.02996, 0.0001698], agreement_weight: 0.6746, persistence_weight: 0.637, expected: [0.1648, 0.3222, 0.9931, 0.4413, 0.1305, 0.9] },
        // memory
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.6417, 0.6417, 0.00021, 0.6217, 0.007959, 0.01165, 0.00021], agreement_weight: 0.6384, persistence_weight: 0.6006, expected: [0.3192, 0.491, 0.3, 0.4041, 0.2488, 0.9] },
        // screen
        AttributeWeights { toggles: 0.04057, rate: 0.009209, with_update: 0.01614, own_changes: [1.0, 0.8662, 0.0554, 0.06499, 0.002568, 0.01065, 0.0002071], other_levels: [0.8706, 0.8706, 0.4811, 0.2528, 0.09676, 0.03969, 0.0001698], agreement_weight: 0.6365, persistence_weight: 0.4941, expected: [0.1128, 0.07393, 0.2048, 0.04379, 0.1464, 0.9] },
        // available
        AttributeWeights { toggles: 0.04057, rate: 0.01304, with_update: 0.02436, own_changes: [1.0, 0.7789, 0.1142, 0.08091, 0.004292, 0.02144, 0.0001717], other_levels: [0.9117, 0.9117, 0.2417, 0.4132, 0.1912, 0.06538, 0.0001698], agreement_weight: 0.6754, persistence_weight: 0.6312, expected: [0.07361, 0.0221, 0.2048, 0.04005, 0.1067, 0.9] },
        // pixel_ratio
        AttributeWeights { toggles: 0.04057, rate: 0.01304, with_update: 0.02515, own_changes: [1.0, 0.7565, 0.001084, 0.2098, 0.03051, 0.001888, 0.0001807], other_levels: [0.5384, 0.5384, 0.0001697, 0.4795, 0.03481, 0.02375, 0.0001697], agreement_weight: 0.6116, persistence_weight: 0.5756, expected: [0.3029, 0.5711, 0.9931, 0.127, 0.3019, 0.9] },
        // gamut
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.2716, 0.2716, 0.0001695, 0.2709, 0.0002711, 8.473e-5, 0.0001695], agreement_weight: 0.6825, persistence_weight: 0.6012, expected: [0.6343, 0.9964, 0.9931, 0.6083, 0.5119, 0.9] },
        // touch
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.1729, 0.1729, 0.0001692, 0.1645, 0.004923, 0.003062, 0.0001692], agreement_weight: 0.6279, persistence_weight: 0.6035, expected: [0.7173, 0.9522, 0.9931, 0.9952, 0.6924, 0.9] },
        // audio
        AttributeWeights { toggles: 0.06497, rate: 0.0008064, with_update: 0.02974, own_changes: [1.0, 0.0009184, 0.001102, 0.7259, 0.2715, 0.0003765, 0.0001837], other_levels: [0.1737, 0.1737, 0.0001692, 0.1397, 0.01027, 0.02344, 0.0001692], agreement_weight: 0.6433, persistence_weight: 0.5674, expected: [0.8474, 0.513, 0.6233, 0.4929, 0.4994, 0.9] },
        // fonts
        AttributeWeights { toggles: 0.002054, rate: 0.003243, with_update: 0.001301, own_changes: [1.0, 0.02154, 0.8634, 0.007467, 0.1052, 0.001224, 0.001224], other_levels: [0.5553, 0.5553, 0.1942, 0.1885, 0.105, 0.06744, 0.0001697], agreement_weight: 0.6363, persistence_weight: 0.6693, expected: [0.09342, 0.749, 0.9931, 0.6589, 0.2781, 0.9] },
        // plugins
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.6038, persistence_weight: 0.6011, expected: [0.9995, 0.9964, 0.9931, 0.9952, 0.9841, 0.9] },
        // media_devices
        AttributeWeights { toggles: 0.02533, rate: 0.01096, with_update: 0.002593, own_changes: [1.0, 0.5631, 0.001511, 0.4206, 0.01238, 0.002103, 0.0002518], other_levels: [0.2835, 0.2835, 0.0001695, 0.2713, 0.004746, 0.007169, 0.0001695], agreement_weight: 0.6918, persistence_weight: 0.5291, expected: [0.5415, 0.4322, 0.9931, 0.8011, 0.5244, 0.9] },
        // do_not_track
        AttributeWeights { toggles: 0.001501, rate: 0.00229, with_update: 0.008484, own_changes: [1.0, 0.6337, 0.009461, 0.3474, 0.006307, 0.001577, 0.001577], other_levels: [0.1087, 0.1087, 0.0001687, 0.1058, 0.001569, 0.001012, 0.0001687], agreement_weight: 0.747, persistence_weight: 0.6496, expected: [0.8771, 0.9101, 0.9931, 0.7488, 0.7389, 0.9] },
        // ad_blocker
        AttributeWeights { toggles: 0.006165, rate: 0.003243, with_update: 0.007605, own_changes: [1.0, 0.748, 0.00512, 0.2418, 0.003414, 0.0008534, 0.0008534], other_levels: [0.3797, 0.3797, 0.0001696, 0.3785, 0.0002714, 0.0006445, 0.0001696], agreement_weight: 0.7454, persistence_weight: 0.6738, expected: [0.5851, 0.5467, 0.5864, 0.554, 0.8116, 0.9] },
        // storage
        AttributeWeights { toggles: 0.0005, rate: 0.0001685, with_update: 0.0, own_changes: [1.0, 0.1217, 0.07937, 0.664, 0.1085, 0.01323, 0.01323], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.6046, persistence_weight: 0.6778, expected: [0.9995, 0.9964, 0.9931, 0.9952, 0.9841, 0.9] },
        // color_scheme
        AttributeWeights { toggles: 0.03467, rate: 0.0003379, with_update: 0.007752, own_changes: [1.0, 0.9296, 0.002104, 0.0662, 0.001403, 0.0003507, 0.0003507], other_levels: [0.369, 0.369, 0.0001696, 0.3681, 0.0004579, 8.48e-5, 0.0001696], agreement_weight: 0.7786, persistence_weight: 0.6726, expected: [0.6124, 0.6108, 0.5732, 0.5451, 0.7389, 0.9] },
        // handshake
        AttributeWeights { toggles: 0.02, rate: 0.02, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [1.0, 1.0, 0.1818, 0.4545, 0.09091, 0.09091, 0.1818], agreement_weight: 0.6, persistence_weight: 0.6, expected: [0.7, 0.7, 0.7, 0.7, 0.7, 0.7] },
        // operator
        AttributeWeights { toggles: 0.2, rate: 0.02, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [1.0, 1.0, 0.1818, 0.4545, 0.09091, 0.09091, 0.1818], agreement_weight: 0.6, persistence_weight: 0.6, expected: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1] },
        // network_prefix
        AttributeWeights { toggles: 0.3, rate: 0.1, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [1.0, 1.0, 0.1818, 0.4545, 0.09091, 0.09091, 0.1818], agreement_weight: 0.6, persistence_weight: 0.6, expected: [0.02, 0.02, 0.02, 0.02, 0.02, 0.02] },
    ],
    bias: 1.237,
    twins: [-0.8849, -1.602, -0.541, -0.6143, -0.904, -1.0],
    newcomers: 0.9941,
    crowd: 0.7742,
    caution: [-0.5, 0.35, 0.45, -0.85, -1.2, 0.0],
    calibration: &[(-11.85, 0.00495), (-8.89, 0.01485), (-4.31, 0.06436), (-1.523, 0.4109), (-0.2554, 0.6386), (0.3655, 0.7574), (0.8266, 0.797), (1.316, 0.8532), (1.794, 0.903), (2.091, 0.9158), (2.838, 0.9382), (3.812, 0.9582), (4.541, 0.9594), (4.987, 0.9684), (5.446, 0.9745), (5.806, 0.9752), (6.23, 0.9768), (6.657, 0.9809), (6.85, 0.9842), (7.125, 0.9904), (7.341, 0.9913), (7.418, 0.9925), (8.898, 0.9995)],
};
