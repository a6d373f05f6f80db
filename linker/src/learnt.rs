//! Learnt by `link-learn`; not to be edited by hand.

use crate::weights::{AttributeWeights, Weights};

/// What was learnt.
#[rustfmt::skip]
#[allow(clippy::approx_constant, clippy::unreadable_literal)] // numbers happen
pub static LEARNT: Weights = Weights {
    attributes: [
        // family
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.7708, persistence_weight: 0.6011, expected: [0.8119, 0.5213, 0.9931, 0.8961, 0.563, 0.9] },
        // architecture
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.06991, 0.06991, 0.0002532, 0.06887, 0.0004051, 0.0001266, 0.0002532], agreement_weight: 0.6073, persistence_weight: 0.6003, expected: [0.9736, 0.7156, 0.3, 0.6585, 0.8905, 0.9] },
        // model
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.9918, 0.9918, 0.002937, 0.3312, 0.6532, 0.001468, 0.002937], agreement_weight: 0.5931, persistence_weight: 0.6, expected: [0.3, 0.3, 0.3, 0.01842, 0.3, 0.9] },
        // platform
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.6021, persistence_weight: 0.6011, expected: [0.9995, 0.9964, 0.9931, 0.9952, 0.9841, 0.9] },
        // browser_version
        AttributeWeights { toggles: 0.0005, rate: 0.03703, with_update: 0.0, own_changes: [1.0, 0.0008005, 0.9976, 0.0006404, 0.0006404, 0.0001601, 0.0001601], other_levels: [0.4899, 0.4899, 0.3276, 0.02525, 0.0001315, 0.01679, 0.1201], agreement_weight: 0.4207, persistence_weight: 0.3384, expected: [0.1668, 0.08257, 0.164, 0.129, 0.1521, 0.9] },
        // system_version
        AttributeWeights { toggles: 0.001756, rate: 0.006503, with_update: 0.03935, own_changes: [1.0, 0.003172, 0.9905, 0.002538, 0.002538, 0.0006345, 0.0006345], other_levels: [0.5657, 0.5657, 0.08345, 0.1272, 0.00206, 0.02541, 0.3275], agreement_weight: 0.8208, persistence_weight: 0.9443, expected: [0.553, 0.1657, 0.7083, 0.22, 0.3953, 0.9] },
        // header_order
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.1984, 0.2381, 0.1587, 0.3254, 0.03968, 0.03968], other_levels: [0.004581, 0.004581, 0.0001436, 0.00415, 7.18e-5, 7.18e-5, 0.0001436], agreement_weight: 0.6024, persistence_weight: 0.6011, expected: [0.8119, 0.5076, 0.9931, 0.8961, 0.563, 0.9] },
        // accept
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.0704, 0.0704, 0.000168, 0.06361, 0.002856, 0.003595, 0.000168], agreement_weight: 0.6175, persistence_weight: 0.6443, expected: [0.9152, 0.4812, 0.9931, 0.8242, 0.8922, 0.9] },
        // encoding
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.5981, persistence_weight: 0.6011, expected: [0.9995, 0.5213, 0.9931, 0.9952, 0.9841, 0.9] },
        // languages
        AttributeWeights { toggles: 0.0009369, rate: 0.00229, with_update: 0.005255, own_changes: [1.0, 0.4815, 0.2187, 0.2641, 0.02683, 0.00716, 0.001725], other_levels: [0.83, 0.83, 0.08951, 0.6942, 0.02661, 0.01947, 0.0001698], agreement_weight: 0.9714, persistence_weight: 0.7031, expected: [0.1449, 0.1987, 0.2348, 0.1609, 0.1328, 0.9] },
        // timezone
        AttributeWeights { toggles: 0.00329, rate: 0.003859, with_update: 0.0, own_changes: [1.0, 0.4764, 0.006066, 0.5115, 0.004044, 0.001011, 0.001011], other_levels: [0.893, 0.893, 0.0001698, 0.8754, 0.01129, 0.005969, 0.0001698], agreement_weight: 0.8232, persistence_weight: 0.5753, expected: [0.1079, 0.09527, 0.1429, 0.1073, 0.09648, 0.9] },
        // offset
        AttributeWeights { toggles: 0.00329, rate: 0.007739, with_update: 0.01655, own_changes: [1.0, 0.256, 0.5094, 0.2297, 0.003817, 0.0005338, 0.0005338], other_levels: [0.8521, 0.8521, 0.08624, 0.7523, 0.006763, 0.006576, 0.0001698], agreement_weight: 0.5945, persistence_weight: 0.2432, expected: [0.1199, 0.08486, 0.1036, 0.1113, 0.084, 0.9] },
        // gpu_vendor
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.4098, 0.4098, 0.0001696, 0.3678, 0.02266, 0.01902, 0.0001696], agreement_weight: 0.6103, persistence_weight: 0.6011, expected: [0.3924, 0.5076, 0.9931, 0.4026, 0.5255, 0.9] },
        // gpu
        AttributeWeights { toggles: 0.0006844, rate: 0.00229, with_update: 0.004648, own_changes: [1.0, 0.4624, 0.519, 0.00744, 0.00744, 0.00186, 0.00186], other_levels: [0.7675, 0.7675, 0.1011, 0.3721, 0.243, 0.05108, 0.0001698], agreement_weight: 0.6855, persistence_weight: 0.4243, expected: [0.01506, 0.1964, 0.9931, 0.05737, 0.04994, 0.9] },
        // webgl
        AttributeWeights { toggles: 0.0006844, rate: 0.00229, with_update: 0.121, own_changes: [1.0, 0.1961, 0.004965, 0.4655, 0.3178, 0.01473, 0.0008274], other_levels: [0.787, 0.787, 0.0001698, 0.4288, 0.2989, 0.05892, 0.0001698], agreement_weight: 0.5644, persistence_weight: 0.3279, expected: [0.01059, 0.09248, 0.9622, 0.03191, 0.04086, 0.9] },
        // canvas
        AttributeWeights { toggles: 0.08894, rate: 0.01096, with_update: 0.1665, own_changes: [1.0, 0.2477, 0.0006168, 0.3614, 0.382, 0.008198, 0.0001028], other_levels: [0.8061, 0.8061, 0.0001698, 0.3837, 0.3603, 0.06177, 0.0001698], agreement_weight: 0.7399, persistence_weight: 0.6313, expected: [0.007323, 0.2152, 0.7387, 0.01256, 0.05789, 0.9] },
        // cores
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.6349, 0.6349, 0.0001698, 0.5841, 0.02305, 0.02744, 0.0001698], agreement_weight: 0.6651, persistence_weight: 0.6356, expected: [0.1648, 0.3222, 0.9931, 0.4413, 0.1305, 0.9] },
        // memory
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.6417, 0.6417, 0.00021, 0.6224, 0.007959, 0.0109, 0.00021], agreement_weight: 0.6366, persistence_weight: 0.6008, expected: [0.3192, 0.491, 0.3, 0.4041, 0.2488, 0.9] },
        // screen
        AttributeWeights { toggles: 0.04057, rate: 0.009209, with_update: 0.01614, own_changes: [1.0, 0.8662, 0.0554, 0.06716, 0.002568, 0.008472, 0.0002071], other_levels: [0.8706, 0.8706, 0.4811, 0.2682, 0.08373, 0.03735, 0.0001698], agreement_weight: 0.6178, persistence_weight: 0.5015, expected: [0.1128, 0.07393, 0.2048, 0.04379, 0.1464, 0.9] },
        // available
        AttributeWeights { toggles: 0.04057, rate: 0.01304, with_update: 0.02436, own_changes: [1.0, 0.7789, 0.1142, 0.08398, 0.004292, 0.01838, 0.0001717], other_levels: [0.9117, 0.9117, 0.2417, 0.4506, 0.1603, 0.05893, 0.0001698], agreement_weight: 0.6589, persistence_weight: 0.6419, expected: [0.07361, 0.0221, 0.2048, 0.04005, 0.1067, 0.9] },
        // pixel_ratio
        AttributeWeights { toggles: 0.04057, rate: 0.01304, with_update: 0.02515, own_changes: [1.0, 0.7565, 0.001084, 0.215, 0.02577, 0.001509, 0.0001807], other_levels: [0.5384, 0.5384, 0.0001697, 0.4903, 0.02716, 0.02057, 0.0001697], agreement_weight: 0.6034, persistence_weight: 0.574, expected: [0.3029, 0.5711, 0.9931, 0.127, 0.3019, 0.9] },
        // gamut
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.2716, 0.2716, 0.0001695, 0.2709, 0.0002711, 8.473e-5, 0.0001695], agreement_weight: 0.6724, persistence_weight: 0.6012, expected: [0.6343, 0.9964, 0.9931, 0.6083, 0.5119, 0.9] },
        // touch
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [0.1729, 0.1729, 0.0001692, 0.1677, 0.00269, 0.002131, 0.0001692], agreement_weight: 0.6216, persistence_weight: 0.6041, expected: [0.7173, 0.9522, 0.9931, 0.9952, 0.6924, 0.9] },
        // audio
        AttributeWeights { toggles: 0.06497, rate: 0.0008064, with_update: 0.02974, own_changes: [1.0, 0.0009184, 0.001102, 0.8111, 0.1822, 0.004427, 0.0001837], other_levels: [0.1737, 0.1737, 0.0001692, 0.1456, 0.007481, 0.02027, 0.0001692], agreement_weight: 0.6581, persistence_weight: 0.5284, expected: [0.8474, 0.513, 0.6233, 0.4929, 0.4994, 0.9] },
        // fonts
        AttributeWeights { toggles: 0.002054, rate: 0.003243, with_update: 0.001301, own_changes: [1.0, 0.02154, 0.8634, 0.03703, 0.07559, 0.001224, 0.001224], other_levels: [0.5553, 0.5553, 0.1942, 0.2042, 0.0974, 0.05932, 0.0001697], agreement_weight: 0.6344, persistence_weight: 0.6622, expected: [0.09342, 0.749, 0.9931, 0.6589, 0.2781, 0.9] },
        // plugins
        AttributeWeights { toggles: 0.0005, rate: 0.0001, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.6026, persistence_weight: 0.6011, expected: [0.9995, 0.9964, 0.9931, 0.9952, 0.9841, 0.9] },
        // media_devices
        AttributeWeights { toggles: 0.02533, rate: 0.01096, with_update: 0.002593, own_changes: [1.0, 0.5631, 0.001511, 0.423, 0.01053, 0.001574, 0.0002518], other_levels: [0.2835, 0.2835, 0.0001695, 0.2714, 0.004746, 0.007076, 0.0001695], agreement_weight: 0.7159, persistence_weight: 0.528, expected: [0.5415, 0.4322, 0.9931, 0.8011, 0.5244, 0.9] },
        // do_not_track
        AttributeWeights { toggles: 0.001501, rate: 0.00229, with_update: 0.008484, own_changes: [1.0, 0.6337, 0.009461, 0.3474, 0.006307, 0.001577, 0.001577], other_levels: [0.1087, 0.1087, 0.0001687, 0.1058, 0.001569, 0.001012, 0.0001687], agreement_weight: 0.7471, persistence_weight: 0.6529, expected: [0.8771, 0.9101, 0.9931, 0.7488, 0.7389, 0.9] },
        // ad_blocker
        AttributeWeights { toggles: 0.006165, rate: 0.003243, with_update: 0.007605, own_changes: [1.0, 0.748, 0.00512, 0.2418, 0.003414, 0.0008534, 0.0008534], other_levels: [0.3797, 0.3797, 0.0001696, 0.3785, 0.0002714, 0.0006445, 0.0001696], agreement_weight: 0.7403, persistence_weight: 0.664, expected: [0.5851, 0.5467, 0.5864, 0.554, 0.8116, 0.9] },
        // storage
        AttributeWeights { toggles: 0.0005, rate: 0.0001685, with_update: 0.0, own_changes: [1.0, 0.1217, 0.07937, 0.664, 0.1085, 0.01323, 0.01323], other_levels: [9.349e-5, 9.349e-5, 1.7e-5, 4.25e-5, 8.499e-6, 8.499e-6, 1.7e-5], agreement_weight: 0.607, persistence_weight: 0.6811, expected: [0.9995, 0.9964, 0.9931, 0.9952, 0.9841, 0.9] },
        // color_scheme
        AttributeWeights { toggles: 0.03467, rate: 0.0003379, with_update: 0.007752, own_changes: [1.0, 0.9296, 0.002104, 0.0662, 0.001403, 0.0003507, 0.0003507], other_levels: [0.369, 0.369, 0.0001696, 0.3681, 0.0004579, 8.48e-5, 0.0001696], agreement_weight: 0.7821, persistence_weight: 0.6698, expected: [0.6124, 0.6108, 0.5732, 0.5451, 0.7389, 0.9] },
        // handshake
        AttributeWeights { toggles: 0.02, rate: 0.02, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [1.0, 1.0, 0.1818, 0.4545, 0.09091, 0.09091, 0.1818], agreement_weight: 0.6, persistence_weight: 0.6, expected: [0.7, 0.7, 0.7, 0.7, 0.7, 0.7] },
        // operator
        AttributeWeights { toggles: 0.2, rate: 0.02, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [1.0, 1.0, 0.1818, 0.4545, 0.09091, 0.09091, 0.1818], agreement_weight: 0.6, persistence_weight: 0.6, expected: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1] },
        // network_prefix
        AttributeWeights { toggles: 0.3, rate: 0.1, with_update: 0.0, own_changes: [1.0, 0.2381, 0.2857, 0.1905, 0.1905, 0.04762, 0.04762], other_levels: [1.0, 1.0, 0.1818, 0.4545, 0.09091, 0.09091, 0.1818], agreement_weight: 0.6, persistence_weight: 0.6, expected: [0.02, 0.02, 0.02, 0.02, 0.02, 0.02] },
    ],
    bias: 1.244,
    twins: [-0.8192, -1.571, -1.209, -0.8928, -0.8751, -1.0],
    newcomers: 0.9805,
    crowd: 0.7669,
    caution: [-0.8, -0.7, 1.05, -0.9, -1.2, 0.0],
    calibration: &[(-10.65, 0.002488), (-5.777, 0.02475), (-2.931, 0.1634), (-1.12, 0.4502), (-0.09064, 0.6891), (0.5122, 0.7673), (1.22, 0.8067), (1.78, 0.8762), (2.25, 0.8815), (2.677, 0.896), (3.299, 0.9145), (3.941, 0.9314), (4.222, 0.9328), (4.642, 0.9451), (5.104, 0.9651), (5.501, 0.9676), (5.825, 0.9726), (6.236, 0.9775), (7.044, 0.986), (7.548, 0.9888), (7.673, 0.989), (8.268, 0.9903), (9.939, 0.9987)],
};
